using Microsoft.Azure.Cosmos;
using Microsoft.Azure.Cosmos.Serialization.HybridRow;
using Microsoft.Azure.Cosmos.Serialization.HybridRow.IO;
using Microsoft.Azure.Cosmos.Serialization.HybridRow.Layouts;
using Microsoft.Azure.Cosmos.Serialization.HybridRow.RecordIO;
using Microsoft.Azure.Cosmos.Serialization.HybridRow.Schemas;

namespace Serverless.Azure.Tests.CosmosStandIn;

/// <summary>Batches on the wire: HybridRow both ways, by the codec and the schema that the SDK itself carries.</summary>
internal static class StandInBatchCodec
{
    private const int BufferBytes = 64 * 1_024;

    private static readonly Namespace Schemas = ReadSchemas();
    private static readonly LayoutResolverNamespace Layouts = new(Schemas);
    private static readonly Layout ResultLayout = Layouts.Resolve(Schemas.Schemas.First(schema => schema.Name == "BatchResult").SchemaId);

    /// <exception cref="StandInRefusal">It is no batch, or one with something unknown in it.</exception>
    public static async Task<List<StandInOperation>> ReadAsync(byte[] body)
    {
        var operations = new List<StandInOperation>();
        using var stream = new MemoryStream(body);
        var result = await stream.ReadRecordIOAsync(
            (ReadOnlyMemory<byte> record) =>
            {
                operations.Add(ReadOperation(record));
                return Result.Success;
            },
            null,
            new MemorySpanResizer<byte>(body.Length));
        return result == Result.Success ? operations : throw StandInRefusal.Unknown("such a batch");
    }

    public static async Task<byte[]> WriteAsync((HttpStatusCode Status, StandInItem? Item)[] results)
    {
        using var stream = new MemoryStream();
        var buffer = new MemorySpanResizer<byte>(BufferBytes);
        await stream.WriteRecordIOAsync(default, (long index, out ReadOnlyMemory<byte> row) =>
        {
            row = default;
            return index < results.Length ? WriteResult(results[(int)index], buffer, out row) : Result.Success;
        });
        return stream.ToArray();
    }

    private static Result WriteResult((HttpStatusCode Status, StandInItem? Item) answer, MemorySpanResizer<byte> buffer, out ReadOnlyMemory<byte> bytes)
    {
        var row = new RowBuffer(buffer.Memory.Length, buffer);
        row.InitLayout(HybridRowVersion.V1, ResultLayout, Layouts);
        var result = RowWriter.WriteBuffer(ref row, answer, static (ref RowWriter writer, TypeArgument _, (HttpStatusCode Status, StandInItem? Item) each) =>
        {
            writer.WriteInt32("statusCode", (int)each.Status);
            writer.WriteInt32("subStatusCode", 0);
            if (each.Item is { } item)
            {
                writer.WriteString("eTag", item.ETag);
            }

            return writer.WriteFloat64("requestCharge", 1);
        });
        bytes = buffer.Memory[..row.Length];
        return result;
    }

    private static StandInOperation ReadOperation(ReadOnlyMemory<byte> record)
    {
        var row = new RowBuffer(record.Length);
        if (!row.ReadFrom(record.Span, HybridRowVersion.V1, Layouts))
        {
            throw StandInRefusal.Unknown("such an operation in a batch");
        }

        var (verb, id, ifMatch, isMinimal) = (0, (string?)null, (string?)null, false);
        var body = Array.Empty<byte>();
        var reader = new RowReader(ref row);
        while (reader.Read())
        {
            _ = (string)reader.Path switch
            {
                "operationType" => reader.ReadInt32(out verb),
                "resourceType" => Result.Success,
                "id" => reader.ReadString(out id),
                "resourceBody" => reader.ReadBinary(out body),
                "ifMatch" => reader.ReadString(out ifMatch),
                "minimalReturnPreference" => reader.ReadBool(out isMinimal),
                var field => throw StandInRefusal.Unknown($"the field {field} in a batch"),
            };
        }

        return (isMinimal || verb == (int)StandInVerb.Delete) && Enum.IsDefined((StandInVerb)verb)
            ? new StandInOperation((StandInVerb)verb, id, body, ifMatch)
            : throw StandInRefusal.Unknown("a batch that wants documents back");
    }

    private static Namespace ReadSchemas()
    {
        using var resource = typeof(CosmosClient).Assembly.GetManifestResourceStream("Microsoft.Azure.Cosmos.Batch.HybridRowBatchSchemas.json")!;
        using var reader = new StreamReader(resource);
        return Namespace.Parse(reader.ReadToEnd());
    }
}
