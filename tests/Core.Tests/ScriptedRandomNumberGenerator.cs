using System.Security.Cryptography;

namespace Serverless.Core.Tests;

/// <summary>Gives the bytes that a test wrote down, over and over.</summary>
public sealed class ScriptedRandomNumberGenerator(byte[] script) : RandomNumberGenerator
{
    private int position;

    public override void GetBytes(byte[] data)
    {
        for (var i = 0; i < data.Length; i++)
        {
            data[i] = script[position++ % script.Length];
        }
    }
}
