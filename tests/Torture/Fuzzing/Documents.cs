using CsCheck;

namespace Serverless.Torture.Fuzzing;

/// <summary>Bytes as a damaged disk, a newer program or somebody with a key to the store would leave them.</summary>
internal static class Documents
{
    private const int MostEdits = 8;
    private const int LongestNoise = 64;

    private static readonly Gen<byte> AnyByte = Gen.Frequency((3, Gen.Byte), (1, Gen.OneOf((byte)0, (byte)1, (byte)0x7F, (byte)0x80, (byte)0xFF)));

    /// <summary>Documents of the right form with edits at random places, and noise.</summary>
    public static Gen<byte[]> Around(params byte[][] seeds)
    {
        var edited = Gen.Select(Gen.OneOf(seeds), Edits.Array[0, MostEdits], (seed, edits) => edits.Aggregate(seed, (bytes, edit) => edit(bytes)));
        return Gen.Frequency((9, edited), (1, AnyByte.Array[0, LongestNoise]));
    }

    private static Gen<Func<byte[], byte[]>> Edits { get; } = Gen.OneOf(
        Gen.Select<double, byte, Func<byte[], byte[]>>(Gen.Double.Unit, AnyByte, (at, value) => bytes => Replace(bytes, at, [value])),
        Gen.Select<double, byte[], Func<byte[], byte[]>>(Gen.Double.Unit, AnyByte.Array[1, 8], (at, values) => bytes => [.. bytes[..Index(bytes, at)], .. values, .. bytes[Index(bytes, at)..]]),
        Gen.Double.Unit.Select<double, Func<byte[], byte[]>>(at => bytes => bytes[..Index(bytes, at)]),
        Gen.Select<double, double, Func<byte[], byte[]>>(Gen.Double.Unit, Gen.Double.Unit, (from, to) => bytes => [.. bytes[..Index(bytes, Math.Min(from, to))], .. bytes[Index(bytes, Math.Max(from, to))..]]));

    private static byte[] Replace(byte[] bytes, double at, byte[] values) =>
        [.. bytes[..Index(bytes, at)], .. values, .. bytes[Math.Min(bytes.Length, Index(bytes, at) + values.Length)..]];

    private static int Index(byte[] bytes, double at) => (int)(at * bytes.Length);
}
