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
    private readonly CursorCommand[] pull = [new CursorCommand.Lease(Batch)];
    private readonly CursorState idle;
    private readonly CursorState busy;
    private readonly CursorState idlePulled;
    private readonly CursorState busyPulled;
    private readonly CursorCommand[] acknowledgeIdle;
    private readonly CursorCommand[] acknowledgeBusy;
    private readonly byte[] busyBytes;

    public CursorStep()
    {
        idle = CursorState.StartAt(1, [.. new byte[CursorLimits.AckKeyBytes]], Start);
        busy = CursorMachine.Apply(idle, [new CursorCommand.Lease(Others)], context with { Seed = 2 }).State;
        (idlePulled, busyPulled) = (PullIdle().State, PullBusy().State);
        (acknowledgeIdle, acknowledgeBusy) = (AcknowledgementOf(idlePulled), AcknowledgementOf(busyPulled));
        busyBytes = CursorCodec.Write(busyPulled);
        if (AcknowledgeIdle().State.Outstanding.Count != 0 || AcknowledgeBusy().State.Outstanding.Count != Others)
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

    [Benchmark(Description = "cursor: encode, 1,000 out")]
    public byte[] Encode() => CursorCodec.Write(busyPulled);

    [Benchmark(Description = "cursor: decode, 1,000 out")]
    public CursorState Decode() => CursorCodec.Read(busyBytes);

    private static CursorCommand[] AcknowledgementOf(CursorState pulled) =>
    [
        new CursorCommand.Acknowledge([.. pulled.Outstanding.TakeLast(Batch).Select(message => new LeasedMessageId(message.Number, message.Lease))]),
    ];
}
