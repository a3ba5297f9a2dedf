using System.Buffers.Text;
using System.Globalization;

namespace Serverless.Core.UrlShortening.Links;

/// <summary>
/// An entry of an index by owner: a hint that the link existed, to be checked against the link row. Also a place in the
/// list, which runs from the newest to the oldest, equal times by key.
/// </summary>
public sealed record OwnedLink(DateTimeOffset CreatedAt, string Key, string Nonce)
{
    private const int MaxNonceLength = 64;
    private const long MaxMilliseconds = 253_402_300_799_999;

    /// <summary>Comes before every entry there is.</summary>
    public static OwnedLink BeforeAll { get; } = new(DateTimeOffset.FromUnixTimeMilliseconds(MaxMilliseconds), "0000", "AA");

    /// <summary>The entries that a link has in the index by label.</summary>
    public static OwnedLink LabelEntryOf(ShortLink link) => new(link.CreatedAt, link.Key, link.LabelNonce);

    /// <summary>The place as text for a client to bring back.</summary>
    public string ToContinuation() =>
        Continuation.Encode(CreatedAt.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture), Key, Nonce);

    /// <summary>The place that a client brought back; null when the text is none of ours.</summary>
    public static OwnedLink? FromContinuation(string text) =>
        Continuation.Decode(text, 3) is [var time, var key, var nonce]
        && long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
        && milliseconds <= MaxMilliseconds
        && LinkKey.IsPossible(key)
        && nonce.Length <= MaxNonceLength
        && Base64Url.IsValid(nonce)
            ? new OwnedLink(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), key, nonce)
            : null;
}
