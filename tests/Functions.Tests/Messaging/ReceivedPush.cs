using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Serverless.Functions.Tests.Messaging;

/// <summary>A request that an endpoint got.</summary>
/// <param name="Signatures">The values in <c>webhook-signature</c>.</param>
/// <param name="At">When it came, as a timestamp of the system's clock.</param>
internal sealed record ReceivedPush(string Path, string Id, string Timestamp, string[] Signatures, byte[] Body, int Number, long At)
{
    public static ReceivedPush Of(HttpRequest request, byte[] body)
    {
        using var json = JsonDocument.Parse(body);
        return new ReceivedPush(
            request.Path,
            request.Headers["webhook-id"].ToString(),
            request.Headers["webhook-timestamp"].ToString(),
            request.Headers["webhook-signature"].ToString().Split(' '),
            body,
            json.RootElement.GetProperty("data").GetProperty("number").GetInt32(),
            TimeProvider.System.GetTimestamp());
    }

    /// <summary>Whether one of the signatures is of this secret, by the rules of Standard Webhooks alone.</summary>
    public bool IsSignedBy(string secret)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{Id}.{Timestamp}."), .. Body];
        return Signatures.Contains("v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), signed)));
    }
}
