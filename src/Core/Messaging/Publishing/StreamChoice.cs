using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Messaging.Publishing;

/// <summary>
/// Which stream of its topic a message goes to. Messages of one ordering key, and repetitions of one id, always go to the
/// same: SHA-256 over the UTF-8 of the key (or of source, a zero byte and id), the first 8 bytes as a big-endian number,
/// modulo the number of streams. The others keep to one stream an instance, so that instances seldom meet.
/// </summary>
/// <param name="instance">A random number, one for the life of the instance.</param>
public sealed class StreamChoice(uint instance)
{
    public static StreamChoice Create(RandomNumberGenerator random)
    {
        Span<byte> instance = stackalloc byte[sizeof(uint)];
        random.GetBytes(instance);
        return new StreamChoice(BinaryPrimitives.ReadUInt32BigEndian(instance));
    }

    public StreamId Choose(Topic topic, NewMessage message) =>
        new(topic.Id, topic.Shards == 1 ? 0 : ShardOf(message, (uint)topic.Shards));

    private int ShardOf(NewMessage message, uint shards)
    {
        var text = message.Content.OrderingKey ?? MessageIdentity.TextOf(message);
        return (int)(text is null ? instance % shards : HashOf(text) % shards);
    }

    internal static ulong HashOf(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash);
    }
}
