using System.Security.Cryptography;

namespace Serverless.Core.Tests;

/// <summary>The same bytes for the same seed, so that a failing test fails again.</summary>
public sealed class SeededRandomNumberGenerator(int seed) : RandomNumberGenerator
{
    private readonly Random random = new(seed);

    public override void GetBytes(byte[] data)
    {
        lock (random)
        {
            random.NextBytes(data);
        }
    }
}
