using System.Security.Cryptography;

namespace Serverless.Core.Tests.Messaging.Simulation;

/// <summary>A planted bug: all that one operation draws is the same, so that an id is used for a second attempt.</summary>
internal sealed class RepeatingNumberGenerator(RandomNumberGenerator inner) : RandomNumberGenerator
{
    private static readonly AsyncLocal<byte[]?> Drawn = new();

    /// <summary>To be called where an operation begins.</summary>
    public static void Begin() => Drawn.Value = null;

    public override void GetBytes(byte[] data)
    {
        if (Drawn.Value is null)
        {
            Drawn.Value = new byte[64];
            inner.GetBytes(Drawn.Value);
        }

        Drawn.Value.AsSpan(0, data.Length).CopyTo(data);
    }
}
