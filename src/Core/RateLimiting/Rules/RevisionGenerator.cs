using System.Buffers.Text;
using System.Security.Cryptography;

namespace Serverless.Core.RateLimiting.Rules;

/// <summary>Makes names for states of rules: no two are the same, whoever makes them.</summary>
public sealed class RevisionGenerator(RandomNumberGenerator random)
{
    private const int Bytes = 12;

    public string Next()
    {
        var bytes = new byte[Bytes];
        random.GetBytes(bytes);
        return Base64Url.EncodeToString(bytes);
    }
}
