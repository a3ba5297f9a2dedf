using Serverless.Core.RateLimiting.Counting;

namespace Serverless.Core.Tests.RateLimiting.Counting;

public sealed class MemoryCounterStoreTests : CounterStoreContract
{
    private const int Capacity = 10_000;

    public MemoryCounterStoreTests() => Store = new MemoryCounterStore(Capacity, Clock);

    protected override ICounterStore Store { get; }
}
