using BenchmarkDotNet.Attributes;
using Serverless.Core.Messaging.Cursors;

namespace Serverless.HotPaths;

/// <summary>A consumer's two steps on the cursor machine, and the cursor's bytes: with nothing else out, and with as much as may be.</summary>
public class CursorStep
{
    private const int Batch = 100;
    private const int Others = CursorLimits.Outstanding - Batch;

    private static readonly DateTimeOffset Start = new(2026, 11, 25, 10, 0, 0, TimeSpan.Zero);

    private readonly CursorContext context = new(new CursorRules(), new StreamView(1, 1_000_000, _ => new MessageFacts(0, IsWanted: true)), Start, 1);
    private readonly CursorContext inOrder = new(
        new CursorRules { IsOrdered = true }, new StreamView(1, 1_000_000, number => new MessageFacts((uint)number, IsWanted: true)), Start, 1);

    private readonly CursorCommand[] pull = [new CursorCommand.Lease(Batch)];
    private readonly CursorState idle;
    private readonly CursorState busy;
    private readonly CursorState ordered;
    private readonly CursorState worn;
    private readonly CursorState idlePulled;
    private readonly CursorState busyPulled;
    private readonly CursorCommand[] acknowledgeIdle;
    private readonly CursorCommand[] acknowledgeBusy;
    private readonly CursorCommand[] acknowledgeWorn;
    private readonly byte[] busyBytes;

    public CursorStep()
    {
        idle = CursorState.StartAt(1, [.. new byte[CursorLimits.AckKeyBytes]], Start);
        busy = CursorMachine.Apply(idle, [new CursorCommand.Lease(Others)], context with { Seed = 2 }).State;
        (idlePulled, busyPulled) = (PullIdle().State, PullBusy().State);
        ordered = CursorMachine.Apply(idle, [new CursorCommand.Lease(Others)], inOrder with { Seed = 2 }).State;
        worn = Wear();
        acknowledgeWorn = AcknowledgementOf(worn.Outstanding.Where((_, i) => i % 10 == 0));
        (acknowledgeIdle, acknowledgeBusy) = (AcknowledgementOf(idlePulled.Outstanding.TakeLast(Batch)), AcknowledgementOf(busyPulled.Outstanding.TakeLast(Batch)));
        busyBytes = CursorCodec.Write(busyPulled);
        if (AcknowledgeIdle().State.Outstanding.Count != 0 || AcknowledgeBusy().State.Outstanding.Count != Others
            || AcknowledgeWorn().State.Outstanding.Count != Others || PullOrdered().State.Outstanding.Count != CursorLimits.Outstanding)
        {
            throw new InvalidOperationException("A pull or an acknowledgement was not what it should be.");
        }
    }

    [Benchmark(Description = "cursor: pull 100, nothing out")]
    public CursorTransition PullIdle() => CursorMachine.Apply(idle, pull, context);

    [Benchmark(Description = "cursor: pull 100, 1,000 out then")]
    public CursorTransition PullBusy() => CursorMachine.Apply(busy, pull, context);

    [Benchmark(Description = "cursor: acknowledge 100, nothing else out")]
    public CursorTransition AcknowledgeIdle() => CursorMachine.Apply(idlePulled, acknowledgeIdle, context);

    [Benchmark(Description = "cursor: acknowledge 100 of 1,000 out")]
    public CursorTransition AcknowledgeBusy() => CursorMachine.Apply(busyPulled, acknowledgeBusy, context);

    [Benchmark(Description = "cursor: pull 100 in order, 1,000 out then")]
    public CursorTransition PullOrdered() => CursorMachine.Apply(ordered, pull, inOrder);

    [Benchmark(Description = "cursor: acknowledge every tenth of 1,000 out, 250 parked")]
    public CursorTransition AcknowledgeWorn() => CursorMachine.Apply(worn, acknowledgeWorn, context);

    [Benchmark(Description = "cursor: encode, 1,000 out")]
    public byte[] Encode() => CursorCodec.Write(busyPulled);

    [Benchmark(Description = "cursor: decode, 1,000 out")]
    public CursorState Decode() => CursorCodec.Read(busyBytes);

    /// <summary>A cursor after a while: of what is out, some was given back, and what came instead is of a later pull.</summary>
    private CursorState Wear()
    {
        LeasedMessageId[] given = [.. busyPulled.Outstanding.Where((_, i) => i % 4 == 0).Select(IdOf)];
        var state = CursorMachine.Apply(busyPulled, [new CursorCommand.Nack([.. given], TimeSpan.FromDays(1), DeliveryFailure.Nacked)], context).State;
        return CursorMachine.Apply(state, [new CursorCommand.Lease(given.Length)], context with { Seed = 3 }).State;
    }

    private static CursorCommand[] AcknowledgementOf(IEnumerable<OutstandingMessage> messages) => [new CursorCommand.Acknowledge([.. messages.Select(IdOf)])];

    private static LeasedMessageId IdOf(OutstandingMessage message) => new(message.Number, message.Lease);
}
