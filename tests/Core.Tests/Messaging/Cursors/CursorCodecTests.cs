using System.Collections.Immutable;
using Serverless.Core.Messaging.Cursors;

namespace Serverless.Core.Tests.Messaging.Cursors;

public sealed class CursorCodecTests
{
    private const long Floor = 9_000_000_000_000_000;

    private static readonly DateTimeOffset Now = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(30);

    /// <summary>As many leases as messages out, and everything else at its bound but what is parked, which has pages for what does not fit.</summary>
    private static readonly CursorState Worst = new()
    {
        Floor = Floor,
        Next = Floor,
        Outstanding = [.. Enumerable.Range(0, CursorLimits.Outstanding)
            .Select(i => new OutstandingMessage(Floor - 100_000 + (i * 90), 16_383, ulong.MaxValue - (ulong)i, Now + LongestWait + TimeSpan.FromMilliseconds(i)))],
        Parked = [.. Enumerable.Range(0, 50)
            .Select(i => new ParkedMessage(Floor - 99_999 + (i * 900), 16_383, Now + LongestWait, true, DeliveryFailure.Refused(999)))],
        Pages = [.. Enumerable.Range(1, 20).Select(i => new ParkedPage.Summary(i, 751, Floor - 100_000, Floor - 1, Now + LongestWait))],
        ObsoletePages = [21, 22],
        LastPage = 22,
        Unacknowledged = [.. Enumerable.Range(0, CursorLimits.Unacknowledged).Select(i => Floor - 99_998 + (i * 90))],
        ForgottenUpTo = Floor - 99_999,
        Generation = ushort.MaxValue,
        FreshDeliveries = 9,
        PushOwner = new PushOwner(new string('x', CursorLimits.OwnerLength), Now + LongestWait),
        DeadLettered = long.MaxValue,
        ExpiredUnacknowledged = long.MaxValue,
        Now = Now,
        Writes = [.. Enumerable.Repeat(ulong.MaxValue, CursorLimits.Writes)],
        AckKey = [.. Enumerable.Repeat((byte)255, CursorLimits.AckKeyBytes)],
    };

    /// <summary>What an ordered subscription keeps.</summary>
    private static readonly CursorState Ordered = Worst with
    {
        Floor = Floor,
        Next = Floor + 200,
        Passed = [0, 0xAAAA_AAAA_AAAA_AAAAUL],
        Outstanding = [new OutstandingMessage(Floor - 500, 1, 7, Now, 77)],
        Parked = [new ParkedMessage(Floor - 300, 2, Now, false, DeliveryFailure.Nacked, 78)],
        WaitingKeys = [new WaitingKey(77, Floor - 400, 3), new WaitingKey(uint.MaxValue, Floor + 5, 1)],
    };

    /// <summary>What the program wrote that brought version 2.</summary>
    private const string Version2 = "020A5A4680FAFDE7A0340B0C20000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F0201000000"
        + "00000000020000000000000006776F726B6572904E020A000000000000000200000000000000030009010307000000000000"
        + "00E0D40304030A014D00000002014E0000008F0101000000000800000000000000CF0F00020103000000002BFF7F00000000"
        + "070000000000000080F10400012A010000000001021402C0A90742F7034F0000000101008000000000014D0000005B030402"
        + "05040201010102EF050A5A80BAB703";

    public static TheoryData<bool> Both => [false, true];

    [Fact]
    public void Fits_into_32_KB_as_base64_at_its_bounds()
    {
        var length = Convert.ToBase64String(CursorCodec.Write(Worst)).Length;
        Assert.True(length <= CursorLimits.Bytes, $"{length} characters");
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Fits_when_commands_make_it_as_large_as_they_can(bool isOrdered)
    {
        var log = new StreamView(Floor, Floor + 10_000, number => new MessageFacts((uint)(number % 1_500) + 1, true));
        var random = new Random(7);
        var rules = new CursorRules { IsOrdered = isOrdered };
        var state = CursorState.StartAt(Floor, [.. new byte[CursorLimits.AckKeyBytes]], Now);
        var pages = new Dictionary<long, ImmutableArray<ParkedMessage>>();
        var largest = 0;
        for (var step = 0; step < 6_000; step++)
        {
            var now = Now.AddMilliseconds(step * 37);
            Apply(new CursorCommand.Lease(1), log, now);
            var given = state.Outstanding.Count == 0 ? default : state.Outstanding[random.Next(state.Outstanding.Count)];
            ImmutableArray<LeasedMessageId> ids = [new LeasedMessageId(given.Number, given.Lease)];
            Apply(
                random.Next(4) switch
                {
                    0 => new CursorCommand.Acknowledge(ids),
                    < 3 => new CursorCommand.Nack(ids, LongestWait, DeliveryFailure.Refused(503)),
                    _ => new CursorCommand.Extend(ids, LongestWait),
                },
                null,
                now);
            largest = Math.Max(largest, CursorCodec.Write(state).Length);
        }

        Assert.NotEmpty(state.Pages);
        Assert.InRange(largest, 1, CursorCodec.MaxBytes);

        void Apply(CursorCommand command, StreamView? log, DateTimeOffset now)
        {
            var transition = CursorMachine.Apply(state, [command], new CursorContext(rules, log, now, (ulong)random.NextInt64()) { Pages = pages });
            state = transition.State;
            foreach (var page in transition.AddedPages)
            {
                pages.Add(page.Id, page.Messages);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Reads_what_it_wrote(bool isOrdered)
    {
        var written = isOrdered ? Ordered : Worst;
        var read = CursorCodec.Read(CursorCodec.Write(written));
        AssertSame(written, read);
    }

    /// <summary>As version 1 wrote it: floor 10, next 16; 12 and 15 done, 10 out as the second delivery, 13 failed once, 11 and 14 wait for their keys.</summary>
    [Fact]
    public void Reads_cursors_of_before_messages_could_be_parked()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write((byte)1);
        writer.Write7BitEncodedInt64(10);
        writer.Write7BitEncodedInt64(6);
        writer.Write7BitEncodedInt64(Now.ToUnixTimeMilliseconds());
        writer.Write7BitEncodedInt64(4);
        writer.Write7BitEncodedInt64(5);
        writer.Write((byte)CursorLimits.AckKeyBytes);
        writer.Write(new byte[CursorLimits.AckKeyBytes]);
        writer.Write7BitEncodedInt(0);
        writer.Write("");
        writer.Write7BitEncodedInt(1);
        writer.Write(0b100100UL);
        writer.Write7BitEncodedInt(1);
        writer.Write(99UL);
        writer.Write7BitEncodedInt64(60_000);
        writer.Write7BitEncodedInt(1);
        writer.Write7BitEncodedInt64(0);
        writer.Write7BitEncodedInt(2);
        writer.Write7BitEncodedInt(1);
        writer.Write7BitEncodedInt64(3);
        writer.Write7BitEncodedInt(1);
        writer.Write7BitEncodedInt64(0);
        writer.Write((byte)FailureReason.Nacked);
        writer.Flush();

        var state = CursorCodec.Read(bytes.ToArray());
        Assert.Equal((4, 5, 10, 16, 4), (state.DeadLettered, state.ExpiredUnacknowledged, state.LowestUndone, state.Next, state.Undone));
        Assert.Equal([new OutstandingMessage(10, 2, 99, Now.AddSeconds(30))], state.Outstanding);
        Assert.Equal([new ParkedMessage(13, 1, Now, false, DeliveryFailure.Nacked)], state.Parked);

        var log = new StreamView(1, 17, number => new MessageFacts((uint)((number - 7) / 3), true));
        var leased = CursorMachine.Apply(state, [new CursorCommand.Lease(10)], new CursorContext(new CursorRules { IsOrdered = true }, log, Now, 1));
        Assert.Equal([13, 16], leased.Results[0].Leased.Select(message => message.Number));
        leased = CursorMachine.Apply(state, [new CursorCommand.Lease(10)], new CursorContext(new CursorRules(), log, Now, 1));
        Assert.Equal([11, 13, 14, 16], leased.Results[0].Leased.Select(message => message.Number));
    }

    /// <summary>Cursors are kept for years, and for some minutes of an update the old program and the new one take turns with one.</summary>
    [Fact]
    public void Reads_and_writes_the_bytes_of_version_2_as_ever()
    {
        var state = new CursorState
        {
            Floor = 100,
            Next = 170,
            Passed = [0b1010, 0b10],
            Outstanding =
            [
                new OutstandingMessage(20, 1, 7, Now.AddSeconds(30), 77) { Concurrency = 4 }, new OutstandingMessage(21, 3, 8, Now.AddSeconds(-1)),
                new OutstandingMessage(22, 1, 7, Now.AddSeconds(30), 78) { Concurrency = 4 }, new OutstandingMessage(63, 1, 7, Now.AddSeconds(40)),
                new OutstandingMessage(64, 16_383, 8, Now.AddSeconds(-1)), new OutstandingMessage(165, 1, 7, Now.AddSeconds(30)) { Concurrency = 4 },
            ],
            Parked = [new ParkedMessage(30, 2, Now.AddMinutes(1), false, DeliveryFailure.Refused(503), 79), new ParkedMessage(31, 1, Now, true, DeliveryFailure.Nacked)],
            WaitingKeys = [new WaitingKey(77, 101, 3)],
            Pages = [new ParkedPage.Summary(2, 751, 10, 90, Now.AddHours(1))],
            ObsoletePages = [1],
            LastPage = 2,
            Unacknowledged = [5, 9],
            ForgottenUpTo = 4,
            Generation = 3,
            FreshDeliveries = 9,
            PushOwner = new PushOwner("worker", Now.AddSeconds(5)),
            DeadLettered = 11,
            ExpiredUnacknowledged = 12,
            Now = Now,
            Writes = [1, 2],
            AckKey = [.. Enumerable.Range(0, CursorLimits.AckKeyBytes).Select(i => (byte)i)],
        };
        var bytes = Convert.FromHexString(Version2);
        Assert.Equal(Version2, Convert.ToHexString(CursorCodec.Write(state)));
        Assert.Equal(Version2.Length / 2, CursorCodec.Measure(state));
        AssertSame(state, CursorCodec.Read(bytes));

        // Of a larger buffer, as a store may hand it over.
        AssertSame(state, CursorCodec.Read(new ReadOnlyMemory<byte>([1, 2, 3, .. bytes, 4, 5]).Slice(3, bytes.Length)));
    }

    [Fact]
    public void Refuses_a_message_that_is_out_twice()
    {
        var document = CursorCodec.Write(Worst with { Outstanding = [new OutstandingMessage(Floor + 1, 1, 7, Now), new OutstandingMessage(Floor + 3, 1, 7, Now)] });
        // The second one's distance from the first, its attempt, and that no key is parked.
        var distance = document.AsSpan().IndexOf((ReadOnlySpan<byte>)[2, 1, 0, 50]);
        document[distance] = 0;
        Assert.Throws<InvalidDataException>(() => CursorCodec.Read(document));
    }

    [Fact]
    public void Refuses_a_newer_version_and_a_cut_document()
    {
        var document = CursorCodec.Write(Worst);
        Assert.Throws<InvalidDataException>(() => CursorCodec.Read(document.AsMemory(0, document.Length / 2)));
        document[0]++;
        Assert.Throws<InvalidDataException>(() => CursorCodec.Read(document));
    }

    private static void AssertSame(CursorState written, CursorState read)
    {
        Assert.Equal(written.Outstanding, read.Outstanding);
        Assert.Equal(written.Parked, read.Parked);
        Assert.Equal(written.Pages, read.Pages);
        Assert.Equal(written.ObsoletePages, read.ObsoletePages);
        Assert.Equal(written.WaitingKeys, read.WaitingKeys);
        Assert.Equal(written.Unacknowledged, read.Unacknowledged);
        Assert.Equal(written.Passed, read.Passed);
        Assert.Equal(written.Writes, read.Writes);
        Assert.Equal(written.AckKey, read.AckKey);
        Assert.Equal(
            (written.Floor, written.Next, written.Now, written.PushOwner, written.DeadLettered, written.ExpiredUnacknowledged),
            (read.Floor, read.Next, read.Now, read.PushOwner, read.DeadLettered, read.ExpiredUnacknowledged));
        Assert.Equal(
            (written.LastPage, written.ForgottenUpTo, written.Generation, written.FreshDeliveries),
            (read.LastPage, read.ForgottenUpTo, read.Generation, read.FreshDeliveries));
    }
}
