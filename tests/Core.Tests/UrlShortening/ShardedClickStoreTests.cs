using Serverless.Core.UrlShortening.Clicks;

namespace Serverless.Core.Tests.UrlShortening;

public sealed class ShardedClickStoreTests : ClickStoreContract
{
    protected override IClickStore Store { get; } = new ShardedClickStore(ShardedStores.Of<IClickStore>(3, () => new InMemoryClickStore()));
}
