using System.Buffers.Text;
using System.Runtime.InteropServices;

namespace Serverless.Core.RateLimiting;

/// <summary>
/// What a rule counts by, as 128 bits of a cryptographic hash of kind and value: of one length whatever callers call
/// themselves, and nobody can choose a name that shares another's counter.
/// </summary>
public readonly record struct CallerIdentity(IdentityKind Kind, UInt128 Hash)
{
    private const int TagLength = 22;

    /// <summary>The hash in base64url: 22 characters of <c>[A-Za-z0-9_-]</c>.</summary>
    public string Tag => string.Create(TagLength, Hash, static (text, hash) =>
        Base64Url.EncodeToChars(MemoryMarshal.AsBytes(new ReadOnlySpan<UInt128>(in hash)), text));
}

/// <summary>Which part of a caller a rule counts by, from the narrowest to the widest.</summary>
public enum IdentityKind
{
    User,
    ApiKey,
    Header,
    Ip,

    /// <summary>All callers together.</summary>
    Global,
}
