namespace Serverless.Core.Messaging.Log;

/// <summary>
/// The bytes that messages are kept as. An entry is a version byte and its messages one after the other; numbers and times
/// are the entry's, so a message can be packed before it has any. Lengths are LEB128, texts UTF-8.
/// </summary>
public static class MessagePacking
{
    /// <summary>Of what is written now. Readers refuse others, so that an old program never misreads what a newer one wrote.</summary>
    private const byte Version = 1;

    private const byte KindMask = 0b11;
    private const byte HasId = 1 << 2;
    private const byte HasKey = 1 << 3;
    private const byte HasTraceParent = 1 << 4;
    private const byte HasTraceState = 1 << 5;
    private const byte HasHops = 1 << 6;
    private const byte HasAttributes = 1 << 7;

    /// <summary>Bytes of an entry beside its messages.</summary>
    public const int EntryOverhead = sizeof(byte);

    public static byte[] Pack(NewMessage message)
    {
        var content = message.Content;
        var packed = new PackedWriter(SizeOf(message));
        packed.WriteByte(FlagsOf(message));
        packed.WriteIfPresent(message.Id);
        packed.WriteIfPresent(content.OrderingKey);
        packed.WriteIfPresent(content.TraceParent);
        packed.WriteIfPresent(content.TraceState);
        if (content.HopCount > 0)
        {
            packed.WriteLength(content.HopCount);
        }

        WriteAttributes(ref packed, content.Attributes);
        packed.WriteLength(content.Data.Length);
        packed.WriteBytes(content.Data.Span);
        return packed.Complete();
    }

    /// <summary>The body of an entry.</summary>
    public static byte[] Join(IReadOnlyCollection<byte[]> messages)
    {
        var body = new byte[EntryOverhead + messages.Sum(message => message.Length)];
        body[0] = Version;
        var position = EntryOverhead;
        foreach (var message in messages)
        {
            message.CopyTo(body, position);
            position += message.Length;
        }

        return body;
    }

    /// <summary>The messages of an entry; their data is a part of its body, not a copy.</summary>
    /// <exception cref="InvalidDataException">The body is damaged, or was written by a newer version.</exception>
    public static LogEntry Unpack(StreamId stream, PackedEntry entry)
    {
        var reader = new PackedReader(entry.Body);
        if (reader.ReadByte() is not Version and var found)
        {
            throw new InvalidDataException($"Entry {entry.First} of {stream} has version {found} of the format; this program reads version {Version}.");
        }

        var messages = new StoredMessage[entry.Count];
        for (var i = 0; i < messages.Length; i++)
        {
            messages[i] = ReadMessage(ref reader, stream, entry.First + i, entry.CommittedAt);
        }

        return reader.IsAtEnd
            ? new LogEntry(stream, entry.First, entry.CommitId, entry.CommittedAt, messages)
            : throw new InvalidDataException($"Entry {entry.First} of {stream} is longer than its messages.");
    }

    private static StoredMessage ReadMessage(ref PackedReader reader, StreamId stream, long sequence, DateTimeOffset committedAt)
    {
        var flags = reader.ReadByte();
        return new StoredMessage
        {
            Sequence = sequence,
            Id = reader.ReadIf(flags, HasId) ?? MessageIdentity.Generated(stream, sequence),
            PublishedAt = committedAt,
            Content = new MessageContent
            {
                Kind = (DataKind)(flags & KindMask),
                OrderingKey = reader.ReadIf(flags, HasKey),
                TraceParent = reader.ReadIf(flags, HasTraceParent),
                TraceState = reader.ReadIf(flags, HasTraceState),
                HopCount = (flags & HasHops) != 0 ? reader.ReadLength() : 0,
                Attributes = (flags & HasAttributes) != 0 ? ReadAttributes(ref reader) : MessageContent.NoAttributes,
                Data = reader.ReadBytes(),
            },
        };
    }

    private static Dictionary<string, string> ReadAttributes(ref PackedReader reader)
    {
        var count = reader.ReadLength();
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            if (!attributes.TryAdd(reader.ReadText(), reader.ReadText()))
            {
                throw new InvalidDataException("A packed message has an attribute twice.");
            }
        }

        return attributes;
    }

    private static void WriteAttributes(ref PackedWriter packed, IReadOnlyDictionary<string, string> attributes)
    {
        if (attributes.Count == 0)
        {
            return;
        }

        packed.WriteLength(attributes.Count);
        foreach (var (name, value) in attributes)
        {
            packed.WriteText(name);
            packed.WriteText(value);
        }
    }

    private static int SizeOf(NewMessage message)
    {
        var content = message.Content;
        var size = sizeof(byte)
            + SizeIfPresent(message.Id) + SizeIfPresent(content.OrderingKey)
            + SizeIfPresent(content.TraceParent) + SizeIfPresent(content.TraceState)
            + (content.HopCount > 0 ? PackedWriter.SizeOfLength(content.HopCount) : 0)
            + PackedWriter.SizeOfLength(content.Data.Length) + content.Data.Length;
        return content.Attributes.Count == 0
            ? size
            : size + PackedWriter.SizeOfLength(content.Attributes.Count) + content.Attributes.Sum(pair => PackedWriter.SizeOf(pair.Key) + PackedWriter.SizeOf(pair.Value));
    }

    private static int SizeIfPresent(string? text) => text is null ? 0 : PackedWriter.SizeOf(text);

    private static byte FlagsOf(NewMessage message)
    {
        var content = message.Content;
        return (byte)((byte)content.Kind
            | (message.Id is null ? 0 : HasId)
            | (content.OrderingKey is null ? 0 : HasKey)
            | (content.TraceParent is null ? 0 : HasTraceParent)
            | (content.TraceState is null ? 0 : HasTraceState)
            | (content.HopCount > 0 ? HasHops : 0)
            | (content.Attributes.Count > 0 ? HasAttributes : 0));
    }
}
