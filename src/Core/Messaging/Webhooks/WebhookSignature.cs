using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Messaging.Webhooks;

/// <summary>Signs the body of a webhook request together with its id and time (Standard Webhooks, symmetric scheme <c>v1</c>).</summary>
public static class WebhookSignature
{
    private const string Scheme = "v1,";

    /// <summary>
    /// The value of <c>webhook-signature</c>: one signature for each secret that still signs, separated by spaces; the
    /// receiver accepts any that it can verify.
    /// </summary>
    /// <param name="id">The value of <c>webhook-id</c>, without a full stop.</param>
    /// <param name="now">The time of this attempt, whose whole seconds are the value of <c>webhook-timestamp</c>.</param>
    /// <param name="body">Exactly the bytes that are sent.</param>
    public static string Of(IEnumerable<SigningSecret> secrets, string id, DateTimeOffset now, ReadOnlySpan<byte> body)
    {
        var head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{now.ToUnixTimeSeconds()}."));
        var header = new StringBuilder();
        foreach (var secret in secrets)
        {
            if (secret.Signs(now))
            {
                header.Append(header.Length == 0 ? "" : " ").Append(Scheme).Append(Sign(secret.Key(), head, body));
            }
        }

        return header.ToString();
    }

    private static string Sign(byte[] key, byte[] head, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hmac.AppendData(head);
        hmac.AppendData(body);
        return Convert.ToBase64String(hmac.GetHashAndReset());
    }
}
