using System.Text;

namespace Serverless.Core.Messaging.Cursors;

/// <summary>What writing a cursor's document takes of memory, used again by the next one of the same thread.</summary>
internal sealed class CursorBytes
{
    [ThreadStatic]
    private static CursorBytes? ofThread;

    private readonly MemoryStream bytes = new(CursorLimits.Bytes);

    private CursorBytes() => Writer = new BinaryWriter(bytes, Encoding.ASCII);

    public BinaryWriter Writer { get; }

    public LeaseGroups Leases { get; } = new();

    public int Length => (int)bytes.Length;

    /// <summary>Empty; for this thread until it begins the next one.</summary>
    public static CursorBytes Begin()
    {
        var begun = ofThread ??= new CursorBytes();
        begun.bytes.SetLength(0);
        return begun;
    }

    public byte[] ToArray() => bytes.ToArray();
}
