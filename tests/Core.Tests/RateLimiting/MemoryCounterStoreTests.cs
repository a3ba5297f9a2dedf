using Serverless.Core.RateLimiting;

namespace Serverless.Core.Tests.RateLimiting;

public sealed class MemoryCounterStoreTests : CounterStoreContract
{
    private const int Capacity = 10_000;

    public MemoryCounterStoreTests() => Store = new MemoryCounterStore(Capacity, Clock);

    protected override ICounterStore Store { get; }
}
