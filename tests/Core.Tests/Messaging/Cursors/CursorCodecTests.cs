using Serverless.Core.Messaging.Cursors;

namespace Serverless.Core.Tests.Messaging.Cursors;

public sealed class CursorCodecTests
{
    private const long Floor = 9_000_000_000_000_000;

    private static readonly DateTimeOffset Now = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(30);

    /// <summary>A window as wide as it gets, every other number done, as many leases as messages out, the rest waiting as long as can be.</summary>
    private static readonly CursorState Worst = new()
    {
        Floor = Floor,
        Next = Floor + CursorLimits.Window,
        Done = [.. Enumerable.Repeat(0xAAAA_AAAA_AAAA_AAAAUL, CursorLimits.Window / 64)],
        Outstanding = [.. Enumerable.Range(0, CursorLimits.Outstanding)
            .Select(i => new OutstandingMessage(Floor + (i * 4), 16_383, ulong.MaxValue - (ulong)i, Now + LongestWait + TimeSpan.FromMilliseconds(i)))],
        Waiting = [.. Enumerable.Range(0, CursorLimits.Tracked - CursorLimits.Outstanding)
            .Select(i => new FailedMessage(Floor + 2 + (i * 8), 16_383, Now + LongestWait, true, DeliveryFailure.Refused(999)))],
        PushOwner = new PushOwner(new string('x', CursorLimits.OwnerLength), Now + LongestWait),
        DeadLettered = long.MaxValue,
        ExpiredUnacknowledged = long.MaxValue,
        Now = Now,
        Writes = [.. Enumerable.Repeat(ulong.MaxValue, CursorLimits.Writes)],
        AckKey = [.. Enumerable.Repeat((byte)255, CursorLimits.AckKeyBytes)],
    };

    [Fact]
    public void Fits_into_32_KB_as_base64_at_every_bound()
    {
        Assert.True(Worst.IsWindowFull);
        var length = Convert.ToBase64String(CursorCodec.Write(Worst)).Length;
        Assert.True(length <= CursorLimits.Bytes, $"{length} characters");
    }

    [Fact]
    public void Fits_when_commands_make_it_as_large_as_they_can()
    {
        var log = new StreamView(Floor, Floor + 10_000, _ => new MessageFacts("", true));
        var random = new Random(7);
        var state = CursorState.StartAt(Floor, [.. new byte[CursorLimits.AckKeyBytes]], Now);
        var largest = 0;
        for (var step = 0; step < 4_000; step++)
        {
            var (lease, now) = ((ulong)random.NextInt64(), Now.AddMilliseconds(step * 37));
            var leased = CursorMachine.Apply(state, [new CursorCommand.Lease(lease, 1)], new CursorContext(new CursorRules(), log, now, lease));
            state = leased.State;
            var given = state.Outstanding.Length == 0 ? default : state.Outstanding[random.Next(state.Outstanding.Length)];
            CursorCommand settle = random.Next(3) switch
            {
                0 => new CursorCommand.Acknowledge([new LeasedMessageId(given.Number, given.Lease)]),
                1 => new CursorCommand.Nack([new LeasedMessageId(given.Number, given.Lease)], LongestWait, DeliveryFailure.Refused(503)),
                _ => new CursorCommand.Extend([new LeasedMessageId(given.Number, given.Lease)], LongestWait),
            };
            state = given.Number > 0 ? CursorMachine.Apply(state, [settle], new CursorContext(new CursorRules(), null, now, lease)).State : state;
            largest = Math.Max(largest, CursorCodec.Write(state).Length);
        }

        Assert.True(state.IsWindowFull);
        Assert.InRange(largest, 1, CursorCodec.MaxBytes);
    }

    [Fact]
    public void Reads_what_it_wrote()
    {
        var read = CursorCodec.Read(CursorCodec.Write(Worst));
        Assert.Equal(Worst.Outstanding, read.Outstanding);
        Assert.Equal(Worst.Waiting, read.Waiting);
        Assert.Equal(Worst.Done, read.Done);
        Assert.Equal(Worst.Writes, read.Writes);
        Assert.Equal(Worst.AckKey, read.AckKey);
        Assert.Equal(
            (Worst.Floor, Worst.Next, Worst.Now, Worst.PushOwner, Worst.DeadLettered, Worst.ExpiredUnacknowledged),
            (read.Floor, read.Next, read.Now, read.PushOwner, read.DeadLettered, read.ExpiredUnacknowledged));
    }

    [Fact]
    public void Refuses_a_newer_version_and_a_cut_document()
    {
        var document = CursorCodec.Write(Worst);
        Assert.Throws<InvalidDataException>(() => CursorCodec.Read(document.AsMemory(0, document.Length / 2)));
        document[0]++;
        Assert.Throws<InvalidDataException>(() => CursorCodec.Read(document));
    }
}
