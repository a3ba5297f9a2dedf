using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Messaging.Webhooks;

/// <summary>How the body of an endpoint's answer begins, for people to read: the first 1 KB, without what the endpoint was sent in confidence.</summary>
internal static class AnswerText
{
    /// <summary>Bytes of an answer that are kept, as UTF-8.</summary>
    public const int MaxBytes = 1_024;

    /// <summary>Stands for a secret.</summary>
    public const string Redacted = "[redacted]";

    /// <summary>So many first characters of a secret tell nothing of it that its kind does not.</summary>
    private const int ShortestPrefix = 4;

    /// <summary>An answer that is there arrives with its headers; nobody waits longer for one that is not.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    /// <summary>Reads for a short while; what goes wrong meanwhile is no matter of the delivery.</summary>
    /// <returns>Null for nothing.</returns>
    public static async Task<string?> ReadAsync(HttpContent content, WebhookRequest request, TimeProvider time, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength == 0)
        {
            return null;
        }

        // A secret that begins within the first 1 KB is read to its end.
        var secrets = SecretsOf(request).SelectMany(Spellings).Distinct(StringComparer.OrdinalIgnoreCase).OrderByDescending(secret => secret.Length).ToArray();
        var most = MaxBytes + Encoding.UTF8.GetMaxByteCount(secrets.FirstOrDefault("").Length);
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var (bytes, length) = (new byte[Math.Min(most, content.Headers.ContentLength ?? most)], 0);
        try
        {
            await using var stream = await content.ReadAsStreamAsync(either.Token);
            while (length < bytes.Length && await stream.ReadAsync(bytes.AsMemory(length), either.Token) is > 0 and var read)
            {
                length += read;
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or HttpRequestException or ObjectDisposedException)
        {
            // What came until then is shown.
        }

        return length == 0 ? null : Shorten(Redact(Decode(bytes.AsSpan(0, length)), secrets));
    }

    /// <summary>A text without any of the secrets, nor the beginning of one at its end.</summary>
    /// <param name="secrets">The longest first: one may be part of another.</param>
    private static string Redact(string text, string[] secrets)
    {
        var found = secrets.Where(secret => text.Contains(secret, StringComparison.OrdinalIgnoreCase)).Select(Regex.Escape).ToArray();
        if (found.Length > 0)
        {
            text = Regex.Replace(text, string.Join('|', found), Redacted, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
        }

        var begun = secrets.Select(secret => BegunAtEnd(text, secret)).DefaultIfEmpty().Max();
        return begun == 0 ? text : string.Concat(text.AsSpan(0, text.Length - begun), Redacted);
    }

    /// <summary>How many characters at the end of a text are the first of a secret.</summary>
    private static int BegunAtEnd(string text, string secret)
    {
        for (var length = Math.Min(secret.Length - 1, text.Length); length >= ShortestPrefix; length--)
        {
            if (text.AsSpan().EndsWith(secret.AsSpan(0, length), StringComparison.OrdinalIgnoreCase))
            {
                return length;
            }
        }

        return 0;
    }

    private static string Shorten(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return bytes.Length <= MaxBytes ? text : Decode(bytes.AsSpan(0, MaxBytes));
    }

    // A character that is cut in two is left out.
    private static string Decode(ReadOnlySpan<byte> bytes)
    {
        var decoder = Encoding.UTF8.GetDecoder();
        var characters = new char[Encoding.UTF8.GetMaxCharCount(bytes.Length)];
        // A store of texts would end at a NUL.
        return new string(characters, 0, decoder.GetChars(bytes, characters, flush: false)).Replace('\0', '\uFFFD');
    }

    private static HashSet<string> SecretsOf(WebhookRequest request)
    {
        var secrets = request.Secrets.SelectMany(secret => new[] { secret.Value, secret.Value[SigningSecret.Prefix.Length..] }).ToHashSet(StringComparer.Ordinal);
        foreach (var header in request.Headers ?? [])
        {
            // Of "Bearer KEY" the key alone too.
            secrets.Add(header.Value);
            secrets.Add(header.Value[(header.Value.LastIndexOf(' ') + 1)..]);
        }

        return secrets;
    }

    /// <summary>As it is, and as JSON, URLs and HTML have it.</summary>
    private static IEnumerable<string> Spellings(string secret) =>
    [
        secret,
        JavaScriptEncoder.Default.Encode(secret),
        JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(secret),
        JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(secret).Replace("/", "\\/", StringComparison.Ordinal),
        UrlEncoder.Default.Encode(secret),
        WebUtility.UrlEncode(secret),
        HtmlEncoder.Default.Encode(secret),
        WebUtility.HtmlEncode(secret),
    ];
}
