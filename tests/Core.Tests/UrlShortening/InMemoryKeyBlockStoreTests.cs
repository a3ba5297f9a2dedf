using Serverless.Core.UrlShortening.Keys;

namespace Serverless.Core.Tests.UrlShortening;

public sealed class InMemoryKeyBlockStoreTests : KeyBlockStoreContract
{
    protected override IKeyBlockStore Store { get; } = new InMemoryKeyBlockStore();
}
