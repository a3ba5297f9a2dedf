using System.CommandLine;

namespace Serverless.Cli.Transfer;

/// <summary>How links are written in a file.</summary>
internal static class LinkFormat
{
    public const string Csv = "csv";
    public const string JsonLines = "jsonl";

    public static Option<string> Create()
    {
        var option = new Option<string>("--format") { Description = "csv, or jsonl with a JSON document a line [default: by the file's name, else csv]", HelpName = "csv|jsonl" };
        option.AcceptOnlyFromAmong(Csv, JsonLines);
        return option;
    }

    public static string Of(string? wish, string? file) =>
        wish ?? (Path.GetExtension(file)?.ToLowerInvariant() is ".jsonl" or ".ndjson" or ".json" ? JsonLines : Csv);
}
