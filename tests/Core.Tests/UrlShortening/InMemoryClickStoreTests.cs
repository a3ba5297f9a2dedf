using Serverless.Core.UrlShortening.Clicks;

namespace Serverless.Core.Tests.UrlShortening;

public sealed class InMemoryClickStoreTests : ClickStoreContract
{
    protected override IClickStore Store { get; } = new InMemoryClickStore();
}
