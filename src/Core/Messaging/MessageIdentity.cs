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

    /// <summary>
    /// How long a ticket is recognised: who goes on with what a process left half done when it died does so in that time, or
    /// the message comes twice.
    /// </summary>
    public static readonly TimeSpan TicketWindow = TimeSpan.FromDays(1);

    private const int KeyBytes = 16;
    private const char Separator = '\0';

    /// <summary>No key of an id begins with it.</summary>
    private const char TicketPrefix = '~';

    /// <summary>
    /// The key that repetitions are recognised by: base64url of the first 128 bits of SHA-256 over the source, a zero byte
    /// and the id; or the ticket that it has. Null for a message without an id of its own.
    /// </summary>
    public static string? KeyOf(NewMessage message) => message.Ticket ?? (TextOf(message) is { } text ? HashOf(text) : null);

    /// <summary>The key of an id that is unique within a topic.</summary>
    public static string KeyOfId(string id) => HashOf($"{Separator}{id}");

    /// <summary>A key that nothing else ever has: 128 random bits.</summary>
    public static string NextTicket(RandomNumberGenerator random)
    {
        var bytes = new byte[KeyBytes];
        random.GetBytes(bytes);
        return TicketPrefix + Base64Url.EncodeToString(bytes);
    }

    /// <summary>Whether a key is a ticket.</summary>
    public static bool IsTicket(string key) => key.StartsWith(TicketPrefix);

    /// <summary>How long a repetition of a key is recognised.</summary>
    public static TimeSpan WindowOf(string key) => IsTicket(key) ? TicketWindow : Window;

    /// <summary>The id of a message that came without one: never used again, even if a topic of the name is made again.</summary>
    public static string Generated(StreamId stream, long sequence) =>
        string.Create(CultureInfo.InvariantCulture, $"{stream.TopicId}.{stream.Shard}.{sequence}");

    internal static string? TextOf(NewMessage message) => message.Id is null ? null : $"{message.Source}{Separator}{message.Id}";

    private static string HashOf(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return Base64Url.EncodeToString(hash[..KeyBytes]);
    }
}
