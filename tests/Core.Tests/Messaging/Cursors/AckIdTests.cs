using CsCheck;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Cursors;

namespace Serverless.Core.Tests.Messaging.Cursors;

public sealed class AckIdTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, CursorLimits.AckKeyBytes).Select(i => (byte)i)];
    private static readonly CursorId Cursor = new("subscription", new StreamId("topic", 5));
    private static readonly LeasedMessageId Message = new(77, 0x1234_5678_9ABC_DEF0);

    private static readonly AckIdSigner Signer = new(Cursor, Key);

    [Fact]
    public void Says_which_message_and_lease_it_is_for() => Gen.Select(Gen.Int[0, 63], Gen.Long[0, long.MaxValue], Gen.ULong).Sample((shard, number, lease) =>
    {
        var signer = new AckIdSigner(Cursor with { Stream = new StreamId("topic", shard) }, Key);
        var id = AckId.Read(Assert.Single(signer.Sign([new LeasedMessageId(number, lease)])).ToString())!.Value;
        Assert.Equal((shard, new LeasedMessageId(number, lease)), (id.Shard, id.Message));
        Assert.Equal([true], signer.AreGenuine([id]));
    });

    [Fact]
    public void Is_genuine_for_one_cursor_and_key_only()
    {
        var ids = Signer.Sign([Message]);
        Assert.Equal([true], Signer.AreGenuine(ids));
        Assert.Equal([false], new AckIdSigner(Cursor with { SubscriptionId = "another" }, Key).AreGenuine(ids));
        Assert.Equal([false], new AckIdSigner(Cursor with { Stream = new StreamId("topic", 6) }, Key).AreGenuine(ids));
        Assert.Equal([false], new AckIdSigner(Cursor, [.. Key.Reverse()]).AreGenuine(ids));
    }

    [Fact]
    public void Is_genuine_or_not_whatever_stands_beside_it()
    {
        LeasedMessageId[] messages = [.. Enumerable.Range(1, 100).Select(number => new LeasedMessageId(number, Message.Lease))];
        var ids = Signer.Sign(messages);
        var mixed = ids.Select((id, i) => i % 3 == 0 ? id with { Message = messages[(i + 1) % messages.Length] } : id).ToArray();
        Assert.Equal(messages.Length, ids.Select(id => id.Signature).Distinct().Count());
        Assert.Equal(ids.Select((_, i) => i % 3 != 0), Signer.AreGenuine(mixed));
        Assert.Equal(ids, messages.SelectMany(message => Signer.Sign([message])));
    }

    [Fact]
    public void Is_not_genuine_when_any_character_is_changed()
    {
        var text = Signer.Sign([Message])[0].ToString();
        for (var i = 0; i < text.Length; i++)
        {
            var changed = string.Concat(text.AsSpan(0, i), text[i] == 'A' ? "B" : "A", text.AsSpan(i + 1));
            Assert.Equal([false], Signer.AreGenuine([AckId.Read(changed)!.Value]));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("made up")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\u00e4\u00e4")]
    public void Reads_nothing_from_a_text_of_another_form(string? text) => Assert.Null(AckId.Read(text));
}
