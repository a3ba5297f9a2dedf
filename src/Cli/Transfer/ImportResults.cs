using System.Text.Json;
using System.Text.Json.Serialization;
using nietras.SeparatedValues;

namespace Serverless.Cli.Transfer;

/// <summary>Says of every link of a file what became of it, as CSV, and counts.</summary>
internal static class ImportResults
{
    /// <param name="find">The outcome of a record; null for one that nothing became of yet.</param>
    public static ImportSummary Write(string path, IEnumerable<ImportRecord> records, Func<ImportRecord, ImportOutcome?> find)
    {
        var (total, created, existed, failed, changed) = (0, 0, 0, 0, 0);
        var unfinished = path + ".tmp";
        using (var writer = Sep.New(',').Writer(options => options with { Escape = true }).ToFile(unfinished))
        {
            writer.Header.Add("line", "status", "key", "shortUrl", "error", "note");
            writer.Header.Write();
            foreach (var record in records)
            {
                var outcome = find(record) ?? new ImportOutcome(record.Id, ImportOutcome.Failed, Error: "nothing became of it.");
                total++;
                created += outcome.Status == ImportOutcome.Created ? 1 : 0;
                existed += outcome.Status == ImportOutcome.Existed ? 1 : 0;
                failed += outcome.Status == ImportOutcome.Failed ? 1 : 0;
                changed += outcome.Status == ImportOutcome.Created && record.Note is not null ? 1 : 0;
                WriteRow(writer, record, outcome);
            }
        }

        File.Move(unfinished, path, overwrite: true);
        return new ImportSummary(total, created, existed, failed, changed, path);
    }

    private static void WriteRow(SepWriter writer, ImportRecord record, ImportOutcome outcome)
    {
        using var row = writer.NewRow();
        row["line"].Format(record.Line);
        row["status"].Set(outcome.Status);
        row["key"].Set(outcome.Key ?? "");
        row["shortUrl"].Set(outcome.ShortUrl ?? "");
        row["error"].Set(outcome.Error ?? "");
        row["note"].Set(outcome.Status == ImportOutcome.Failed ? "" : record.Note ?? "");
    }
}

/// <summary>How an import ended, or would.</summary>
/// <param name="Changed">So many of those created are other than the file says; the results say how.</param>
internal sealed record ImportSummary(int Total, int Created, int Existed, int Failed, int Changed, string Results);

/// <summary>JSON of the files that imports and exports go on by.</summary>
[JsonSerializable(typeof(ImportHead))]
[JsonSerializable(typeof(IReadOnlyList<ImportOutcome>))]
[JsonSerializable(typeof(ImportSummary))]
[JsonSerializable(typeof(ExportState))]
[JsonSerializable(typeof(ExportedLink))]
internal sealed partial class TransferJson : JsonSerializerContext
{
    public static TransferJson Web { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new UtcTimeConverter() },
    });
}
