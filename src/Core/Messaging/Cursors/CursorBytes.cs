using System.Text;

namespace Serverless.Core.Messaging.Cursors;

/// <summary>What writing or reading a cursor's document takes of memory, used again for the next one by the same thread.</summary>
internal sealed class CursorBytes
{
    [ThreadStatic]
    private static CursorBytes? ofThread;

    private readonly MemoryStream bytes = new(CursorLimits.Bytes);

    private CursorBytes() => Writer = new BinaryWriter(bytes, Encoding.ASCII);

    public BinaryWriter Writer { get; }

    public LeaseGroups Leases { get; } = new();

    /// <summary>What was read to be out.</summary>
    public List<OutstandingMessage> Outstanding { get; } = [];

    public int Length => (int)bytes.Length;

    /// <summary>Empty; for this thread until it begins the next one.</summary>
    public static CursorBytes Begin()
    {
        var begun = ofThread ??= new CursorBytes();
        begun.bytes.SetLength(0);
        begun.Outstanding.Clear();
        return begun;
    }

    public byte[] ToArray() => bytes.ToArray();
}
