using Serverless.Core.Messaging.Cursors;

namespace Serverless.Core.Tests.Messaging.Cursors;

/// <summary>A step costs the memory of what it changes, however much is out: what a process allocates does not grow with its slowest consumer.</summary>
public sealed class CursorAllocationTests
{
    private const int Batch = 100;
    private const int Bound = 27_000;

    private static readonly DateTimeOffset Now = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);
    private static readonly StreamView Log = new(1, 10_000, _ => new MessageFacts(0, IsWanted: true));

    private readonly CursorState full;

    public CursorAllocationTests()
    {
        var none = CursorState.StartAt(1, [.. new byte[CursorLimits.AckKeyBytes]], Now);
        full = Apply(none, new CursorCommand.Lease(CursorLimits.Outstanding), 1);
    }

    [Fact]
    public void Acknowledging_costs_no_copy_of_what_stays_out()
    {
        AssertCheap(full, Acknowledgement(full.Outstanding.Take(Batch)), CursorLimits.Outstanding - Batch);
        AssertCheap(full, Acknowledgement(full.Outstanding.Where((_, i) => i % (CursorLimits.Outstanding / Batch) == 0)), CursorLimits.Outstanding - Batch);
    }

    [Fact]
    public void Pulling_costs_no_copy_of_what_is_out_already()
    {
        var roomy = Apply(full, Acknowledgement(full.Outstanding.Where((_, i) => i % (CursorLimits.Outstanding / Batch) == 0)), 2);
        AssertCheap(roomy, new CursorCommand.Lease(Batch), CursorLimits.Outstanding);
    }

    /// <summary>Every other message waits for one that is out.</summary>
    [Fact]
    public void Acknowledging_in_order_costs_no_copy_of_what_is_out_or_waits()
    {
        var log = new StreamView(1, 10_000, number => new MessageFacts((uint)((number + 1) / 2), IsWanted: true));
        var inOrder = new CursorContext(new CursorRules { IsOrdered = true }, log, Now, 1);
        var none = CursorState.StartAt(1, [.. new byte[CursorLimits.AckKeyBytes]], Now);
        var state = CursorMachine.Apply(none, [new CursorCommand.Lease(CursorLimits.Outstanding / 2)], inOrder).State;
        Assert.Equal((CursorLimits.Outstanding / 2, (CursorLimits.Outstanding / 2) - 1), (state.Outstanding.Count, state.WaitingKeys.Length));
        AssertCheap(state, Acknowledgement(state.Outstanding.Take(Batch)), (CursorLimits.Outstanding / 2) - Batch);
    }

    [Fact]
    public void Writing_costs_the_bytes_that_are_written()
    {
        var length = CursorCodec.Write(full).Length;
        Assert.InRange(Allocated(() => CursorCodec.Write(full)), length, length + 500);
        Assert.InRange(Allocated(() => CursorCodec.Measure(full)), 0, 500);
    }

    private static void AssertCheap(CursorState state, CursorCommand command, int outstanding)
    {
        Assert.Equal(outstanding, Apply(state, command, 3).Outstanding.Count);
        Assert.InRange(Allocated(() => Apply(state, command, 3)), 1, Bound);
    }

    private static long Allocated<T>(Func<T> act)
    {
        act();
        var before = GC.GetAllocatedBytesForCurrentThread();
        act();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static CursorCommand.Acknowledge Acknowledgement(IEnumerable<OutstandingMessage> messages) =>
        new([.. messages.Select(message => new LeasedMessageId(message.Number, message.Lease))]);

    private static CursorState Apply(CursorState state, CursorCommand command, ulong seed) =>
        CursorMachine.Apply(state, [command], new CursorContext(new CursorRules(), Log, Now, seed)).State;
}
