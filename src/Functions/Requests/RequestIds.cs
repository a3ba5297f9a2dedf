using System.Security.Cryptography;

namespace Serverless.Functions.Requests;

/// <summary>Makes ids of requests: a beginning that is the process's own, and a number. They are no secret.</summary>
public sealed class RequestIds
{
    private const int Length = 20;
    private const int CountedLength = 10;
    private const int BitsPerCharacter = 5;
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    private readonly char[] beginning = new char[Length - CountedLength];
    private long count;

    public RequestIds(RandomNumberGenerator random)
    {
        Span<byte> bytes = stackalloc byte[beginning.Length];
        random.GetBytes(bytes);
        for (var i = 0; i < beginning.Length; i++)
        {
            beginning[i] = Alphabet[bytes[i] % Alphabet.Length];
        }
    }

    /// <summary>20 letters and digits; one allocation, because every redirect has one.</summary>
    public string Next() => string.Create(Length, (beginning, Number: Interlocked.Increment(ref count)), static (text, state) =>
    {
        state.beginning.CopyTo(text);
        var rest = state.Number;
        for (var i = Length - 1; i >= Length - CountedLength; i--)
        {
            text[i] = Alphabet[(int)(rest & (Alphabet.Length - 1))];
            rest >>= BitsPerCharacter;
        }
    });
}
