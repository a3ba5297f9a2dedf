using CsCheck;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Log;

namespace Serverless.Core.Tests.Messaging.Log;

/// <summary>What is packed comes back as it was, and what is damaged is never misread.</summary>
public sealed class MessagePackingTests
{
    private static readonly StreamId Stream = new("topic", 3);

    private static readonly Gen<string> Texts = Gen.OneOf(Gen.String[Gen.Char.AlphaNumeric, 0, 40], Gen.OneOf("ä", "\0", "😀", "", new string('x', 300)));

    private static readonly Gen<Dictionary<string, string>> Attributes = Gen.Dictionary(Texts, Texts)[0, 6];

    private static readonly Gen<NewMessage> Messages =
        from data in Gen.Byte.Array[0, 300]
        from kind in Gen.Enum<DataKind>()
        from attributes in Attributes
        from texts in Texts.Null().Array[4]
        from hops in Gen.Int[0, 200]
        select new NewMessage(
            new MessageContent
            {
                Data = data,
                Kind = kind,
                Attributes = attributes,
                OrderingKey = texts[0],
                TraceParent = texts[1],
                TraceState = texts[2],
                HopCount = hops,
            },
            texts[3]);

    [Fact]
    public void Gives_back_every_message_as_it_was() => Messages.Array[1, 5].Sample(messages =>
    {
        var found = MessagePacking.Unpack(Stream, Entry(messages)).Messages;
        return found.Count == messages.Length && messages.Zip(found).All(pair => Same(pair.First, pair.Second));
    });

    [Fact]
    public void Refuses_every_body_that_was_cut_short() => Messages.Sample(message =>
    {
        var entry = Entry(message);
        for (var length = 0; length < entry.Body.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() => MessagePacking.Unpack(Stream, entry with { Body = entry.Body[..length] }));
        }
    }, iter: 20);

    [Fact]
    public void Refuses_what_a_newer_version_wrote_and_what_is_too_long()
    {
        var body = Entry(SampleMessages.Message()).Body.ToArray();
        Assert.Throws<InvalidDataException>(() => MessagePacking.Unpack(Stream, Entry(SampleMessages.Message()) with { Body = (byte[])[2, .. body[1..]] }));
        Assert.Throws<InvalidDataException>(() => MessagePacking.Unpack(Stream, Entry(SampleMessages.Message()) with { Body = (byte[])[.. body, 0] }));
    }

    private static PackedEntry Entry(params NewMessage[] messages) =>
        new(10, messages.Length, Guid.Empty, SampleMessages.Start, MessagePacking.Join([.. messages.Select(MessagePacking.Pack)]));

    private static bool Same(NewMessage sent, StoredMessage found) =>
        (sent.Id ?? $"topic.3.{found.Sequence}") == found.Id
        && found.PublishedAt == SampleMessages.Start
        && sent.Content.Data.Span.SequenceEqual(found.Content.Data.Span)
        && sent.Content.Attributes.OrderBy(pair => pair.Key, StringComparer.Ordinal).SequenceEqual(found.Content.Attributes.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        && Bare(sent.Content) == Bare(found.Content);

    private static MessageContent Bare(MessageContent content) => content with { Data = default, Attributes = MessageContent.NoAttributes };
}
