using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;

namespace Serverless.Core.Messaging.Webhooks;

/// <summary>
/// Values of <c>webhook-id</c>: the same for every attempt with the same messages, so that a receiver can tell a repetition.
/// Made from where the messages lie, because an id that a publisher chose may hold a full stop, which is not allowed here.
/// </summary>
public static class WebhookId
{
    private const int HashBytes = 16;

    public static string Of(StreamId stream, StoredMessage message) =>
        string.Create(CultureInfo.InvariantCulture, $"msg_{stream.TopicId}_{stream.Shard}_{message.Sequence}");

    /// <summary>The id of a batch: another one as soon as other messages are in it.</summary>
    public static string Of(StreamId stream, IReadOnlyList<PushMessage> messages)
    {
        var numbers = new byte[messages.Count * sizeof(long)];
        for (var i = 0; i < messages.Count; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(numbers.AsSpan(i * sizeof(long)), messages[i].Message.Sequence);
        }

        var hash = Base64Url.EncodeToString(SHA256.HashData(numbers).AsSpan(0, HashBytes));
        return string.Create(CultureInfo.InvariantCulture, $"batch_{stream.TopicId}_{stream.Shard}_{hash}");
    }
}
