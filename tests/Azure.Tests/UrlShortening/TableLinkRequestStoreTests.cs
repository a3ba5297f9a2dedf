using Serverless.Azure.Tests.Emulators;
using Serverless.Core.Tests.UrlShortening;
using Serverless.Core.UrlShortening.Idempotency;

namespace Serverless.Azure.Tests.UrlShortening;

public sealed class TableLinkRequestStoreTests(Azurite azurite) : LinkRequestStoreContract
{
    protected override ILinkRequestStore Store { get; } = new TableLinkRequestStore(new TestAccount(azurite).Tables);
}
