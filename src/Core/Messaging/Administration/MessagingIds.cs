using System.Security.Cryptography;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Messaging.Administration;

/// <summary>Draws the ids of topics and subscriptions, and secrets.</summary>
public sealed class MessagingIds(RandomNumberGenerator random)
{
    private const int IdBytes = 12;
    private const int SecretBytes = 32;

    /// <summary>A new id: 96 random bits in hexadecimal, which every store takes as a part of a key.</summary>
    public string NextId() => Convert.ToHexStringLower(Draw(IdBytes));

    /// <summary>A new secret of Standard Webhooks: 256 random bits.</summary>
    public string NextSecret() => SigningSecret.Prefix + Convert.ToBase64String(Draw(SecretBytes));

    private byte[] Draw(int count)
    {
        var bytes = new byte[count];
        random.GetBytes(bytes);
        return bytes;
    }
}
