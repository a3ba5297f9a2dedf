using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Serverless.Core.Messaging.Push;

/// <summary>Signs the body of a webhook request together with its id and time (Standard Webhooks, symmetric scheme <c>v1</c>).</summary>
public static class WebhookSignature
{
    private const string Scheme = "v1,";

    /// <summary>The value of <c>webhook-signature</c>: one signature a secret, separated by spaces; the receiver accepts any that it can verify.</summary>
    /// <param name="secrets">At least one; two while a rotation is under way.</param>
    /// <param name="id">The value of <c>webhook-id</c>, without a full stop.</param>
    /// <param name="timestamp">The value of <c>webhook-timestamp</c>: seconds since 1970, of this attempt.</param>
    /// <param name="body">Exactly the bytes that are sent.</param>
    public static string Of(IEnumerable<WebhookSecret> secrets, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        var head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}."));
        var header = new StringBuilder();
        foreach (var secret in secrets)
        {
            header.Append(header.Length == 0 ? "" : " ").Append(Scheme).Append(Sign(secret, head, body));
        }

        return header.ToString();
    }

    private static string Sign(WebhookSecret secret, byte[] head, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret.Key);
        hmac.AppendData(head);
        hmac.AppendData(body);
        return Convert.ToBase64String(hmac.GetHashAndReset());
    }
}
