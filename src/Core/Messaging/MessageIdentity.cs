using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Serverless.Core.Messaging;

/// <summary>What makes two published messages the same, and which stream a message belongs to.</summary>
public static class MessageIdentity
{
    private const int KeyBytes = 16;
    private const char Separator = '\0';

    /// <summary>
    /// The key that repetitions are recognised by: base64url of the first 128 bits of SHA-256 over the source, a zero byte
    /// and the id. Null for a message without an id of its own.
    /// </summary>
    public static string? KeyOf(NewMessage message)
    {
        if (message.Id is null)
        {
            return null;
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{message.Source}{Separator}{message.Id}"), hash);
        return Base64Url.EncodeToString(hash[..KeyBytes]);
    }

    /// <summary>The id of a message that came without one: never used again, even if a topic of the name is made again.</summary>
    public static string Generated(StreamId stream, long sequence) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{stream.TopicId}.{stream.Shard}.{sequence}");
}
