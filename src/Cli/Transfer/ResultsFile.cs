using nietras.SeparatedValues;

namespace Serverless.Cli.Transfer;

/// <summary>Says of every link of an import what became of it, as CSV.</summary>
internal static class ResultsFile
{
    public static void Write(string path, IEnumerable<ImportOutcome> outcomes)
    {
        var unfinished = path + ".tmp";
        using (var writer = Sep.New(',').Writer(options => options with { Escape = true }).ToFile(unfinished))
        {
            writer.Header.Add("line", "status", "key", "shortUrl", "error");
            writer.Header.Write();
            foreach (var outcome in outcomes)
            {
                using var row = writer.NewRow();
                row["line"].Format(outcome.Line);
                row["status"].Set(outcome.Status);
                row["key"].Set(outcome.Key ?? "");
                row["shortUrl"].Set(outcome.ShortUrl ?? "");
                row["error"].Set(outcome.Error ?? "");
            }
        }

        File.Move(unfinished, path, overwrite: true);
    }
}
