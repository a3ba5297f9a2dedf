using Serverless.Core.Azure;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.Log;

namespace Serverless.Torture.Fuzzing;

/// <summary>Documents of stores: a damaged one is named as such, whatever is damaged, and never taken for another.</summary>
public sealed class StoredBytesFuzz
{
    private static readonly StreamId Stream = new("topic", 0);
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 10, 0, 0, TimeSpan.Zero);

    private static readonly NewMessage Small = new(new MessageContent { Data = new byte[] { 1, 2, 3 }, Kind = DataKind.Binary });

    private static readonly NewMessage Rich = new(
        new MessageContent
        {
            Data = "{\"a\":1}"u8.ToArray(),
            Kind = DataKind.Json,
            OrderingKey = "key",
            TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            TraceState = "a=b",
            HopCount = 2,
            Attributes = new Dictionary<string, string> { ["one"] = "1", ["two"] = "ü" },
        },
        "id");

    [Fact]
    public void An_entry_is_read_or_named_as_damaged() => Fuzz.Try(
        Documents.Around(MessagePacking.Join([MessagePacking.Pack(Small), MessagePacking.Pack(Rich)]), MessagePacking.Join([MessagePacking.Pack(Rich), MessagePacking.Pack(Rich)])), body =>
        {
            try
            {
                var entry = MessagePacking.Unpack(Stream, new PackedEntry(1, 2, Guid.Empty, Now, body));
                Assert.Equal(2, entry.Messages.Count);
            }
            catch (InvalidDataException)
            {
                // What a damaged entry is answered with.
            }
        });

    [Fact]
    public void A_cursor_is_read_or_named_as_damaged() => Fuzz.Try(Documents.Around(CursorCodec.Write(Empty), CursorCodec.Write(Busy)), document =>
    {
        try
        {
            var state = CursorCodec.Read(document);
            Assert.Equal(state.Outstanding.Count, state.Outstanding.Count(message => message.Number >= state.LowestUndone));
            Assert.Equal(CursorCodec.Write(state), CursorCodec.Write(CursorCodec.Read(CursorCodec.Write(state))));
        }
        catch (InvalidDataException)
        {
            // What a damaged cursor is answered with.
        }
    });

    [Fact]
    public void A_queue_message_is_read_or_refused() => Fuzz.Try(
        Texts.Around([QueueMessageText.Encode("topic.3/name"), QueueMessageText.Encode(""), QueueMessageText.Encode("ü😀")], "=", " ", "\n", "-", "_"), text =>
        {
            if (QueueMessageText.Decode(text) is { } message)
            {
                Assert.Equal(message, QueueMessageText.Decode(QueueMessageText.Encode(message)));
            }
        });

    private static CursorState Empty { get; } = new() { Floor = 1, Next = 1, Now = Now, AckKey = [.. new byte[32]] };

    private static CursorState Busy { get; } = Empty with
    {
        Next = 200,
        Passed = [0x5UL, 0x1UL],
        PushOwner = new PushOwner("worker", Now.AddSeconds(30)),
        Outstanding = [new OutstandingMessage(4, 1, 77, Now.AddSeconds(30)), new OutstandingMessage(7, 2, 77, Now.AddSeconds(30)), new OutstandingMessage(9, 1, 78, Now.AddSeconds(40))],
        Parked = [new ParkedMessage(11, 3, Now.AddSeconds(5), false, new DeliveryFailure((FailureReason)1, 503)), new ParkedMessage(12, 10, Now, true, new DeliveryFailure((FailureReason)1, 0))],
        WaitingKeys = [new WaitingKey(7, 13, 2)],
        Pages = [new ParkedPage.Summary(2, 751, 3, 900, Now.AddMinutes(5))],
        ObsoletePages = [1],
        LastPage = 2,
        Unacknowledged = [1, 6],
    };
}
