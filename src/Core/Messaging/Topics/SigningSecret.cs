namespace Serverless.Core.Messaging.Topics;

/// <summary>A secret of Standard Webhooks that push requests are signed with.</summary>
/// <param name="Value"><c>whsec_</c> and the base64 of 24-64 bytes.</param>
/// <param name="ExpiresAt">When a rotated one ceases to sign; null for the current one.</param>
public sealed record SigningSecret(string Value, DateTimeOffset? ExpiresAt = null)
{
    public const string Prefix = "whsec_";
    public const int MinBytes = 24;
    public const int MaxBytes = 64;

    /// <summary>How long a rotated secret still signs beside the new one.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    public bool Signs(DateTimeOffset now) => ExpiresAt is not { } end || now < end;

    /// <summary>The key of the HMAC.</summary>
    /// <exception cref="FormatException">The value is none that <see cref="IsValid"/> accepts.</exception>
    public byte[] Key() => Convert.FromBase64String(Value[Prefix.Length..]);

    /// <summary>Whether a text is a secret. White space in the base64, which .NET would pass over, is none: a receiver's library need not.</summary>
    public static bool IsValid(string? value)
    {
        Span<byte> key = stackalloc byte[MaxBytes];
        return value is not null
            && value.StartsWith(Prefix, StringComparison.Ordinal)
            && !value.Any(char.IsWhiteSpace)
            && Convert.TryFromBase64String(value[Prefix.Length..], key, out var length)
            && length >= MinBytes;
    }
}
