using System.Security.Cryptography;
using CsCheck;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Administration;
using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.Publishing;
using Serverless.Core.Messaging.Push;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Torture.Fuzzing;

/// <summary>What consumers bring back and what queues carry.</summary>
public sealed class MessagingTextsFuzz
{
    private static readonly byte[] Key = SHA256.HashData("a key"u8);
    private static readonly CursorId Cursor = new("subscription", new StreamId("topic", 7));
    private static readonly AckIdSigner Signer = new(Cursor, Key);
    private static readonly string[] AckIds = [.. Signer.Sign([new LeasedMessageId(42, 9), new LeasedMessageId(long.MaxValue, ulong.MaxValue)]).Select(id => id.ToString())];

    private static readonly Gen<string> Streams = Texts.Around(["topic.0", "topic.63", "a.b.c.5", "topic.64", ".1"], ".", "/", "-1", "007", "٣");

    [Fact]
    public void Only_an_ack_id_that_was_given_out_is_genuine() => Fuzz.Try(Texts.Around(AckIds, "=", "-", "_", "+", "/"), text =>
    {
        if (AckId.Read(text) is { } id)
        {
            Assert.Equal(id, AckId.Read(id.ToString()));
            Assert.Equal(AckIds.Contains(id.ToString()), Signer.AreGenuine([id])[0]);
        }
    });

    [Fact]
    public void A_stream_is_read_or_refused() => Fuzz.Try(Streams, text =>
    {
        if (StreamId.TryParse(text, out var stream))
        {
            Assert.InRange(stream.Shard, 0, StreamId.MaxShards - 1);
            Assert.Equal(stream, StreamId.Parse(stream.ToString()));
        }
    });

    [Fact]
    public void A_wake_up_is_read_or_refused() => Fuzz.Try(Texts.Around(["topic.3/subscription/name/turn/5", "topic.0/s/n//0", "topic.0/s/n/!/2147483647"], "/", "!", "."), text =>
    {
        if (WakeUp.TryParse(text, out var wakeUp))
        {
            Assert.True(WakeUp.TryParse(wakeUp.ToString(), out var again));
            Assert.Equal(wakeUp, again);
        }
    });

    [Fact]
    public void A_fan_out_is_read_or_refused() => Fuzz.Try(Texts.Around(["topic.3", "topic.3/name", "topic.3/"], "/", "."), text =>
    {
        if (FanOutMessage.TryParse(text, out var message))
        {
            Assert.True(FanOutMessage.TryParse(message.ToString(), out var again));
            Assert.Equal(message, again);
        }
    });

    [Fact]
    public void A_start_is_read_or_refused() => Fuzz.Try(
        Texts.Around(["latest", "earliest", "2026-11-23T10:00:00Z", "2026-11-23T10:00:00.1234567+05:30", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59.9999999-14:00"], "T", "Z", "+", "-", ":", "24"), text =>
        {
            if (SubscriptionStart.TryParse(text, out var start))
            {
                Assert.True(SubscriptionStart.TryParse(start.ToString(), out var again));
                Assert.Equal(start, again);
            }
        });

    [Fact]
    public void The_name_of_what_was_deleted_is_read_or_refused() => Fuzz.Try(
        Texts.AroundAsUtf8(["""{"topicId":"t","name":"n","shards":1}""", """{"topicId":"t","subscriptionId":"s","name":"n","shards":64}""", "null", "[]"], "{", "}", "\"", ":", ",", "null", "1e400", "\\ud800"),
        text => DeletedTopicsPurge.Parse(text));

    [Fact]
    public void A_secret_that_is_valid_signs() => Fuzz.Try(
        Texts.Around(["whsec_" + Convert.ToBase64String(Key), "whsec_", "whsec_AAAA"], "whsec_", "=", "==", " ", "\n", "-", "_"), text =>
        {
            if (SigningSecret.IsValid(text))
            {
                Assert.DoesNotContain(text, char.IsWhiteSpace);
            }
        });
}
