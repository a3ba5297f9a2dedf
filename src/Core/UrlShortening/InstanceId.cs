using System.Security.Cryptography;

namespace Serverless.Core.UrlShortening;

/// <summary>Names this running instance in leases; a restarted one has another name.</summary>
public sealed record InstanceId(string Value)
{
    private const int Bytes = 12;

    public static InstanceId New(RandomNumberGenerator random)
    {
        var bytes = new byte[Bytes];
        random.GetBytes(bytes);
        return new InstanceId(Convert.ToHexStringLower(bytes));
    }
}
