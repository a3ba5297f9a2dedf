using Serverless.Core.UrlShortening.Idempotency;

namespace Serverless.Core.Tests.UrlShortening;

public sealed class InMemoryLinkRequestStoreTests : LinkRequestStoreContract
{
    protected override ILinkRequestStore Store { get; } = new InMemoryLinkRequestStore();
}
