using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Serverless.Core.Messaging;

/// <summary>What makes two published messages the same.</summary>
public static class MessageIdentity
{
    /// <summary>How long a repetition of an id is recognised.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private const int KeyBytes = 16;
    private const char Separator = '\0';

    /// <summary>
    /// The key that repetitions are recognised by: base64url of the first 128 bits of SHA-256 over the source, a zero byte
    /// and the id. Null for a message without an id of its own.
    /// </summary>
    public static string? KeyOf(NewMessage message)
    {
        if (TextOf(message) is not { } text)
        {
            return null;
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return Base64Url.EncodeToString(hash[..KeyBytes]);
    }

    /// <summary>The id of a message that came without one: never used again, even if a topic of the name is made again.</summary>
    public static string Generated(StreamId stream, long sequence) =>
        string.Create(CultureInfo.InvariantCulture, $"{stream.TopicId}.{stream.Shard}.{sequence}");

    internal static string? TextOf(NewMessage message) => message.Id is null ? null : $"{message.Source}{Separator}{message.Id}";
}
