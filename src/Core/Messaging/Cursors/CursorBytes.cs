using System.Text;

namespace Serverless.Core.Messaging.Cursors;

/// <summary>What writing or reading a cursor's document takes of memory, used again for the next one by the same thread.</summary>
internal sealed class CursorBytes : BinaryWriter
{
    [ThreadStatic]
    private static CursorBytes? ofThread;

    private CursorBytes()
        : base(new MemoryStream(CursorLimits.Bytes), Encoding.ASCII)
    {
    }

    /// <summary>What is to be written to be out.</summary>
    public LeaseGroups Leases { get; } = new();

    /// <summary>What was read to be out.</summary>
    public List<OutstandingMessage> Outstanding { get; } = [];

    public int Length => (int)OutStream.Length;

    /// <summary>Empty; for this thread until it begins the next one.</summary>
    public static CursorBytes Begin()
    {
        var begun = ofThread ??= new CursorBytes();
        begun.OutStream.SetLength(0);
        begun.Outstanding.Clear();
        return begun;
    }

    public byte[] ToArray() => ((MemoryStream)OutStream).ToArray();
}
