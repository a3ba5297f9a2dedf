namespace Serverless.Cli.Transfer;

/// <summary>Reads the links of a file, one after the other.</summary>
internal static class RecordReader
{
    public static IEnumerable<ImportRecord> Read(string file, string format) => format == LinkFormat.Csv ? CsvRecords.Read(file) : JsonLineRecords.Read(file);
}
