using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.Tests.UrlShortening;

public sealed class InMemoryLinkStoreTests : LinkStoreContract
{
    protected override ILinkStore Store { get; } = new InMemoryLinkStore();
}
