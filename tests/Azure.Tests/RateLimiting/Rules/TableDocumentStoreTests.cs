using Serverless.Azure.Tests.Emulators;
using Serverless.Core.RateLimiting.Rules;
using Serverless.Core.Tests.RateLimiting;

namespace Serverless.Azure.Tests.RateLimiting.Rules;

public sealed class TableDocumentStoreTests(Azurite azurite) : DocumentStoreContract
{
    protected override IDocumentStore Store { get; } = new TableDocumentStore(new TestAccount(azurite).Tables);
}
