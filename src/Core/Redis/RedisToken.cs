using System.Buffers.Text;
using System.Text.Json;
using Azure.Core;

namespace Serverless.Core.Redis;

/// <summary>One token of Entra ID, as Redis takes it.</summary>
/// <param name="User">The object id of the identity, under which the server knows it.</param>
internal sealed record RedisToken(string User, string Password, DateTimeOffset ExpiresOn)
{
    private const string ObjectId = "oid";

    /// <exception cref="FormatException">It is no JSON Web Token (RFC 7519), or names no object id.</exception>
    public static RedisToken Read(AccessToken token)
    {
        var parts = token.Token.Split('.');
        if (parts.Length != 3)
        {
            throw new FormatException("The token for Redis is no JSON Web Token.");
        }

        try
        {
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
            return claims.RootElement.TryGetProperty(ObjectId, out var id) && id.GetString() is { Length: > 0 } user
                ? new RedisToken(user, token.Token, token.ExpiresOn)
                : throw new FormatException($"The token for Redis has no claim '{ObjectId}'.");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new FormatException("The claims of the token for Redis can't be read.", exception);
        }
    }
}
