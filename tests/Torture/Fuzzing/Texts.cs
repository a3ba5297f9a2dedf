using System.Text;
using CsCheck;

namespace Serverless.Torture.Fuzzing;

/// <summary>
/// Texts that nobody would write and somebody will send: right ones with edits at random places, pieces of right ones put
/// together, and noise with control characters and halves of surrogate pairs.
/// </summary>
internal static class Texts
{
    private const int MostEdits = 6;
    private const int LongestNoise = 40;
    private const int ManyTimes = 3_000;

    private static readonly Gen<char> AnyCharacter = Gen.OneOf(
        Gen.Char[' ', '~'],
        Gen.Char['\0', '\u001F'],
        Gen.OneOf('\u007F', '\u00A0', '\u00E4', '\u0130', '\u202E', '\uD83D', '\uDE00', '\uFEFF', '\uFFFD', '\uFFFF'),
        Gen.Char);

    private static readonly Gen<string> Noise = AnyCharacter.Array[0, LongestNoise].Select(characters => new string(characters));

    /// <param name="seeds">Texts of the right form, and of forms that are nearly right.</param>
    /// <param name="tokens">What means something to the parser.</param>
    public static Gen<string> Around(string[] seeds, params string[] tokens)
    {
        var piece = Gen.OneOf(Gen.OneOf([.. seeds, .. tokens]), AnyCharacter.Select(character => character.ToString()), Noise);
        var edited = Gen.Select(Gen.OneOf(seeds), Edit(piece).Array[0, MostEdits], (seed, edits) => edits.Aggregate(seed, (text, edit) => edit(text)));
        return Gen.Frequency((8, edited), (2, piece.Array[0, MostEdits].Select(pieces => string.Concat(pieces))), (1, Noise));
    }

    /// <summary>The same as they arrive where everything is UTF-8: without halves of surrogate pairs.</summary>
    public static Gen<string> AroundAsUtf8(string[] seeds, params string[] tokens) =>
        Around(seeds, tokens).Select(text => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)));

    private static Gen<Func<string, string>> Edit(Gen<string> piece) => Gen.OneOf(
        Gen.Select(Gen.Double.Unit, piece, Insert),
        Gen.Select(Gen.Double.Unit, Gen.Double.Unit, Remove),
        Gen.Select(Gen.Double.Unit, AnyCharacter, Replace),
        Gen.Select(Gen.Double.Unit, Gen.Int[1, ManyTimes], Repeat));

    private static Func<string, string> Insert(double at, string piece) => text => text.Insert(Index(text, at), piece);

    private static Func<string, string> Remove(double from, double length) => text =>
    {
        var start = Index(text, from);
        return text.Remove(start, (int)(length * (text.Length - start)));
    };

    private static Func<string, string> Replace(double at, char character) => text =>
        text.Length == 0 ? text : $"{text[..Index(text, at)]}{character}{text[Math.Min(text.Length, Index(text, at) + 1)..]}";

    // Rarely many: most texts have to stay small enough to be read.
    private static Func<string, string> Repeat(double at, int times) => text => text.Length == 0
        ? text
        : text.Insert(Index(text, at), new string(text[Math.Min(Index(text, at), text.Length - 1)], times % 10 == 0 ? times : times % 10));

    private static int Index(string text, double at) => (int)(at * text.Length);
}
