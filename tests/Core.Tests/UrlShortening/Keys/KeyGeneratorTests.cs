using System.Security.Cryptography;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Keys;

namespace Serverless.Core.Tests.UrlShortening.Keys;

/// <summary>Keys are of the right form and every one is equally likely.</summary>
public sealed class KeyGeneratorTests
{
    private const int Draws = 50_000;

    [Fact]
    public void Draws_keys_of_eight_base62_characters()
    {
        var generator = new KeyGenerator(RandomNumberGenerator.Create());
        Assert.All(Enumerable.Range(0, 1_000), _ => Assert.True(LinkKey.IsFromPool(generator.NextKey())));
    }

    [Fact]
    public void Draws_every_character_equally_often()
    {
        var generator = new KeyGenerator(new SeededRandomNumberGenerator(seed: 20261123));
        var counts = new Dictionary<char, int>();
        foreach (var character in Enumerable.Range(0, Draws).SelectMany(_ => generator.NextKey()))
        {
            counts[character] = counts.GetValueOrDefault(character) + 1;
        }

        var expected = (double)Draws * LinkKey.Length / LinkKey.Alphabet.Length;
        var chiSquare = LinkKey.Alphabet.Sum(character => Math.Pow(counts[character] - expected, 2) / expected);

        // 61 degrees of freedom: 120 is exceeded by chance once in 10^5, and by a modulo bias (8 in 256) always.
        Assert.InRange(chiSquare, 0, 120);
    }

    [Fact]
    public void Draws_again_instead_of_bending_bytes_that_would_make_some_characters_likelier()
    {
        var generator = new KeyGenerator(new ScriptedRandomNumberGenerator([255, 254, 248, 247, 0, 61, 62, 123, 124, 186, 1, 2, 3, 4, 5, 6]));
        Assert.Equal("z0z0z00" + LinkKey.Alphabet[1], generator.NextKey());
    }

    [Fact]
    public void Draws_nonces_of_96_bits() => Assert.Equal(16, new KeyGenerator(RandomNumberGenerator.Create()).NextNonce().Length);
}
