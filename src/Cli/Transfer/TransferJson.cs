using System.Text.Json;
using System.Text.Json.Serialization;

namespace Serverless.Cli.Transfer;

/// <summary>JSON of the files that imports and exports go on by.</summary>
[JsonSerializable(typeof(ImportHead))]
[JsonSerializable(typeof(IReadOnlyList<ImportOutcome>))]
[JsonSerializable(typeof(ImportSummary))]
[JsonSerializable(typeof(ExportState))]
internal sealed partial class TransferJson : JsonSerializerContext
{
    public static TransferJson Web { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull });
}
