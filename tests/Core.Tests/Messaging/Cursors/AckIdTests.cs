using CsCheck;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Cursors;

namespace Serverless.Core.Tests.Messaging.Cursors;

public sealed class AckIdTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, CursorLimits.AckKeyBytes).Select(i => (byte)i)];
    private static readonly CursorId Cursor = new("subscription", new StreamId("topic", 5));
    private static readonly LeasedMessageId Message = new(77, 0x1234_5678_9ABC_DEF0);

    [Fact]
    public void Says_which_message_and_lease_it_is_for() => Gen.Select(Gen.Int[0, 63], Gen.Long[0, long.MaxValue], Gen.ULong).Sample((shard, number, lease) =>
    {
        var cursor = Cursor with { Stream = new StreamId("topic", shard) };
        var text = AckId.Write(cursor, new LeasedMessageId(number, lease), Key);
        Assert.Equal(new AckId(shard, new LeasedMessageId(number, lease)), AckId.Read(text));
        Assert.True(AckId.IsGenuine(text, cursor, Key));
    });

    [Fact]
    public void Is_genuine_for_one_cursor_and_key_only()
    {
        var text = AckId.Write(Cursor, Message, Key);
        Assert.False(AckId.IsGenuine(text, Cursor with { SubscriptionId = "another" }, Key));
        Assert.False(AckId.IsGenuine(text, Cursor with { Stream = new StreamId("topic", 6) }, Key));
        Assert.False(AckId.IsGenuine(text, Cursor, [.. Key.Reverse()]));
    }

    [Fact]
    public void Is_not_genuine_when_any_character_is_changed()
    {
        var text = AckId.Write(Cursor, Message, Key);
        for (var i = 0; i < text.Length; i++)
        {
            var changed = string.Concat(text.AsSpan(0, i), text[i] == 'A' ? "B" : "A", text.AsSpan(i + 1));
            Assert.False(AckId.IsGenuine(changed, Cursor, Key), changed);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("made up")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\u00e4\u00e4")]
    public void Reads_nothing_from_a_text_of_another_form(string? text)
    {
        Assert.Null(AckId.Read(text));
        Assert.False(AckId.IsGenuine(text ?? "", Cursor, Key));
    }
}
