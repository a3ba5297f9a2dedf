using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Cosmos;
using Serverless.Core.Messaging.Log;

namespace Serverless.HotPaths;

/// <summary>An entry of the log: the bytes that SQLite keeps, and the document of the same bytes that Cosmos DB keeps.</summary>
public class EntryPacking
{
    private static readonly StreamId Stream = new("0123456789abcdefghijk", 0);
    private static readonly Guid Commit = new("8d2c6f0e-52c4-4e0b-9c52-3b8e5d0a64f1");
    private static readonly DateTimeOffset Committed = new(2026, 11, 25, 10, 0, 0, TimeSpan.Zero);

    private readonly NewMessage[] messages = HotMessages.All;
    private readonly PackedEntry entry;
    private readonly byte[] document;

    public EntryPacking()
    {
        entry = Of(Pack());
        document = EncodeDocument();
        if (Unpack().Messages.Count != HotMessages.Count || DecodeDocument().Body.Length != entry.Body.Length)
        {
            throw new InvalidOperationException("What was packed is not what is unpacked.");
        }
    }

    [Benchmark(Description = "entry of 100: pack")]
    public byte[] Pack() => MessagePacking.Join(Array.ConvertAll(messages, MessagePacking.Pack));

    [Benchmark(Description = "entry of 100: unpack")]
    public LogEntry Unpack() => MessagePacking.Unpack(Stream, entry);

    [Benchmark(Description = "entry of 100: to Cosmos DB's document")]
    public byte[] EncodeDocument() =>
        JsonSerializer.SerializeToUtf8Bytes(CosmosEntry.Of(Stream.ToString(), entry, keptUntil: null), CosmosMessagesJson.Default.CosmosEntry);

    [Benchmark(Description = "entry of 100: from Cosmos DB's document")]
    public PackedEntry DecodeDocument() => JsonSerializer.Deserialize(document, CosmosMessagesJson.Default.CosmosEntry)!.Packed();

    private static PackedEntry Of(byte[] body) => new(1, HotMessages.Count, Commit, Committed, body);
}
