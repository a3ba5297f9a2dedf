using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Serverless.Client;

/// <summary>
/// Verifies requests that are signed as Standard Webhooks has it (symmetric scheme <c>v1</c>: HMAC-SHA256 over id, time and
/// body). Safe to use from everywhere at once.
/// </summary>
public sealed class WebhookVerifier
{
    /// <summary>The header that identifies a message; the same at every attempt.</summary>
    public const string IdHeader = "webhook-id";

    /// <summary>The header with the time of the attempt, in Unix seconds.</summary>
    public const string TimestampHeader = "webhook-timestamp";

    /// <summary>The header with the signatures.</summary>
    public const string SignatureHeader = "webhook-signature";

    private const string SecretPrefix = "whsec_";
    private const string Scheme = "v1,";
    private const int MinSecretBytes = 24;
    private const int MaxSecretBytes = 64;

    private readonly byte[][] keys;
    private readonly TimeProvider time;

    /// <param name="secrets">Those that may sign: during a rotation, the old one and the new one. <c>whsec_</c> and base64 of 24-64 bytes; the prefix may be missing.</param>
    /// <param name="time">Null for the system's clock.</param>
    /// <exception cref="ArgumentException">There is no secret, or one of another form.</exception>
    public WebhookVerifier(IEnumerable<string> secrets, TimeProvider? time = null)
    {
        keys = [.. secrets.Select(KeyOf)];
        this.time = time ?? TimeProvider.System;
        if (keys.Length == 0)
        {
            throw new ArgumentException("At least one secret is needed.", nameof(secrets));
        }
    }

    /// <inheritdoc cref="WebhookVerifier(IEnumerable{string}, TimeProvider?)"/>
    public WebhookVerifier(params string[] secrets)
        : this(secrets, null)
    {
    }

    /// <summary>How far the request's time may be from now, in either direction.</summary>
    public TimeSpan Tolerance { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Judges a request. Only <see cref="WebhookVerdict.Valid"/> may be believed; answer the others with 401.</summary>
    /// <param name="id">The header <see cref="IdHeader"/>.</param>
    /// <param name="timestamp">The header <see cref="TimestampHeader"/>.</param>
    /// <param name="signature">The header <see cref="SignatureHeader"/>.</param>
    /// <param name="body">Exactly the bytes that came, before any parser.</param>
    public WebhookVerdict Verify(string? id, string? timestamp, string? signature, ReadOnlySpan<byte> body)
    {
        if (string.IsNullOrEmpty(id) || string.IsNullOrEmpty(signature)
            || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return WebhookVerdict.Malformed;
        }

        var away = Math.Abs((decimal)time.GetUtcNow().ToUnixTimeSeconds() - seconds);
        if (away > (decimal)Tolerance.TotalSeconds)
        {
            return WebhookVerdict.WrongTime;
        }

        return IsSigned($"{id}.{timestamp}.", signature, body) ? WebhookVerdict.Valid : WebhookVerdict.WrongSignature;
    }

    // Every signature is compared with every secret, whatever was found: the time says nothing.
    private bool IsSigned(string head, string signature, ReadOnlySpan<byte> body)
    {
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var found = false;
        foreach (var key in keys)
        {
            Sign(key, head, body, expected);
            foreach (var part in signature.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                found |= part.StartsWith(Scheme, StringComparison.Ordinal)
                    && Convert.TryFromBase64Chars(part.AsSpan(Scheme.Length), given, out var length)
                    && length == given.Length
                    && CryptographicOperations.FixedTimeEquals(expected, given);
            }
        }

        return found;
    }

    private static void Sign(byte[] key, string head, ReadOnlySpan<byte> body, Span<byte> signature)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hmac.AppendData(Encoding.UTF8.GetBytes(head));
        hmac.AppendData(body);
        hmac.GetHashAndReset(signature);
    }

    private static byte[] KeyOf(string secret)
    {
        var text = secret.StartsWith(SecretPrefix, StringComparison.Ordinal) ? secret[SecretPrefix.Length..] : secret;
        var key = new byte[MaxSecretBytes];
        return Convert.TryFromBase64String(text, key, out var length) && length >= MinSecretBytes
            ? key[..length]
            : throw new ArgumentException($"A secret is '{SecretPrefix}' and the base64 of {MinSecretBytes}-{MaxSecretBytes} bytes.", nameof(secret));
    }
}
