using System.Security.Cryptography;

namespace Serverless.Core.Messaging.Push;

/// <summary>The secret that an endpoint and we share: the receiver can tell by it that a request is ours (Standard Webhooks).</summary>
public sealed class WebhookSecret
{
    /// <summary>Begins the text of every secret.</summary>
    public const string Prefix = "whsec_";

    /// <summary>The fewest bytes that Standard Webhooks allows.</summary>
    public const int MinBytes = 24;

    /// <summary>The most bytes that Standard Webhooks allows.</summary>
    public const int MaxBytes = 64;

    private const int NewBytes = 32;

    private readonly byte[] key;

    private WebhookSecret(byte[] key) => this.key = key;

    /// <summary>As the receiver's library takes it. Whoever knows it can sign.</summary>
    public string Text => Prefix + Convert.ToBase64String(key);

    internal ReadOnlySpan<byte> Key => key;

    public static WebhookSecret New(RandomNumberGenerator random)
    {
        var key = new byte[NewBytes];
        random.GetBytes(key);
        return new WebhookSecret(key);
    }

    /// <param name="text"><c>whsec_</c> and the padded Base64 of 24 to 64 bytes.</param>
    /// <returns>Null when the text is no secret.</returns>
    public static WebhookSecret? TryParse(string text)
    {
        if (!text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var key = new byte[MaxBytes];
        return Convert.TryFromBase64Chars(text.AsSpan(Prefix.Length), key, out var length)
            && length >= MinBytes
            // Only the one spelling that every receiver's library reads, without white space or stray bits.
            && Convert.ToBase64String(key.AsSpan(0, length)).AsSpan().SequenceEqual(text.AsSpan(Prefix.Length))
                ? new WebhookSecret(key[..length])
                : null;
    }

    /// <summary>Says nothing, so that a log can't.</summary>
    public override string ToString() => Prefix + "...";
}
