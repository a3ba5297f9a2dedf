using System.Buffers.Binary;
using System.Text;

namespace Serverless.Core.UrlShortening.Following;

/// <summary>
/// The bytes that Redis keeps for a key: a version, then either nothing (the mark) or redirect, end and expiry in Unix
/// milliseconds, options, nonce with its length, URL. Nonce and URL are ASCII.
/// </summary>
internal static class RedisLinkValue
{
    private const byte MarkVersion = 0;
    private const byte Version = 2;
    private const int RedirectAt = 1;
    private const int UntilAt = 3;
    private const int ExpiresAt = 11;
    private const int OptionsAt = 19;
    private const int NonceAt = 20;
    private const int NonceStart = NonceAt + 1;
    private const byte ForwardsQuery = 1;
    private const long MaxMilliseconds = 253_402_300_799_999;

    public static readonly byte[] Mark = [MarkVersion];

    public static byte[] Write(LinkTarget target, DateTimeOffset until)
    {
        var value = new byte[NonceStart + target.Nonce.Length + target.Url.Length];
        value[0] = Version;
        BinaryPrimitives.WriteInt16LittleEndian(value.AsSpan(RedirectAt), (short)target.Redirect);
        BinaryPrimitives.WriteInt64LittleEndian(value.AsSpan(UntilAt), until.ToUnixTimeMilliseconds());
        BinaryPrimitives.WriteInt64LittleEndian(value.AsSpan(ExpiresAt), target.ExpiresAt.ToUnixTimeMilliseconds());
        value[OptionsAt] = target.ForwardsQuery ? ForwardsQuery : (byte)0;
        value[NonceAt] = checked((byte)target.Nonce.Length);
        Encoding.ASCII.GetBytes(target.Nonce, value.AsSpan(NonceStart));
        Encoding.ASCII.GetBytes(target.Url, value.AsSpan(NonceStart + target.Nonce.Length));
        return value;
    }

    /// <summary>What the bytes say; a miss when they are none of this version.</summary>
    public static SharedLink Read(string key, ReadOnlySpan<byte> value)
    {
        if (value is [MarkVersion])
        {
            return SharedLink.Mark;
        }

        if (value.Length <= NonceStart || value[0] != Version || value.Length <= NonceStart + value[NonceAt])
        {
            return default;
        }

        var redirect = (LinkRedirect)BinaryPrimitives.ReadInt16LittleEndian(value[RedirectAt..]);
        if (!Enum.IsDefined(redirect) || ReadTime(value[UntilAt..]) is not { } until || ReadTime(value[ExpiresAt..]) is not { } expiresAt)
        {
            return default;
        }

        var nonceEnd = NonceStart + value[NonceAt];
        var nonce = Encoding.ASCII.GetString(value[NonceStart..nonceEnd]);
        var target = new LinkTarget(key, nonce, Encoding.ASCII.GetString(value[nonceEnd..]), redirect, value[OptionsAt] == ForwardsQuery, expiresAt);
        return new SharedLink(target, until, IsMark: false);
    }

    private static DateTimeOffset? ReadTime(ReadOnlySpan<byte> bytes) =>
        BinaryPrimitives.ReadInt64LittleEndian(bytes) is >= 0 and <= MaxMilliseconds and var milliseconds
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;
}
