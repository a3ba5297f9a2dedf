using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Serverless.Core.Messaging;

/// <summary>Names commits: 64 random bits, drawn once for this instance, and a count.</summary>
public sealed class CommitIds
{
    private const int RandomBytes = 8;

    private readonly byte[] instance = new byte[RandomBytes];
    private long count;

    public CommitIds(RandomNumberGenerator random) => random.GetBytes(instance);

    public Guid Next()
    {
        Span<byte> id = stackalloc byte[RandomBytes + sizeof(long)];
        instance.CopyTo(id);
        BinaryPrimitives.WriteInt64BigEndian(id[RandomBytes..], Interlocked.Increment(ref count));
        return new Guid(id);
    }
}
