using nietras.SeparatedValues;
using Serverless.Cli.Output;

namespace Serverless.Cli.Transfer;

/// <summary>
/// Records as CSV (RFC 4180) with a header, separated by commas, semicolons or tabs, whichever the header has most of. Empty lines
/// are passed over; a line with too few or too many fields is an error of its own, not of the file.
/// </summary>
internal static class CsvFile
{
    private static readonly char[] Separators = [',', ';', '\t'];

    /// <summary>The names in the header, without the blanks around them.</summary>
    /// <exception cref="UsageException">The file is no CSV with a header.</exception>
    public static IReadOnlyList<string> ReadHeader(string file)
    {
        using var reader = Open(file);
        return NextHeader(reader, file);
    }

    /// <inheritdoc cref="ReadHeader"/>
    public static IEnumerable<RawRecord> Read(string file)
    {
        using var reader = Open(file);
        var header = NextHeader(reader, file);
        while (Guard(file, reader.MoveNext))
        {
            var row = reader.Current;
            if (!IsBlank(row))
            {
                yield return Parse(row, header);
            }
        }
    }

    private static SepReader Open(string file) => Guard(file, () => Sep.New(SeparatorOf(file))
        .Reader(options => options with { HasHeader = false, Unescape = true, DisableColCountCheck = true })
        .FromFile(file));

    private static char SeparatorOf(string file)
    {
        var header = File.ReadLines(file).FirstOrDefault(line => !string.IsNullOrWhiteSpace(line)) ?? "";
        return Separators.MaxBy(separator => header.Count(character => character == separator));
    }

    private static string[] NextHeader(SepReader reader, string file)
    {
        while (Guard(file, reader.MoveNext))
        {
            if (!IsBlank(reader.Current))
            {
                var names = Cells(reader.Current).Select(name => name.Trim()).ToArray();
                return names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1) is { } twice
                    ? throw new UsageException($"{file} has the column '{twice.Key}' twice.")
                    : names;
            }
        }

        throw new UsageException($"{file} is not CSV with a header: it is empty.");
    }

    private static RawRecord Parse(SepReader.Row row, string[] header)
    {
        var cells = Cells(row);
        return cells.Length == header.Length
            ? new RawRecord(row.LineNumberFrom, [.. header.Zip(cells, KeyValuePair.Create).Where(field => field.Value.Length > 0)])
            : new RawRecord(row.LineNumberFrom, [], $"has {cells.Length} fields where the header has {header.Length}.");
    }

    private static bool IsBlank(SepReader.Row row) => row.ColCount == 0 || (row.ColCount == 1 && row[0].Span.IsWhiteSpace());

    private static string[] Cells(SepReader.Row row)
    {
        var cells = new string[row.ColCount];
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = row[i].ToString();
        }

        return cells;
    }

    private static T Guard<T>(string file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is InvalidDataException or ArgumentException)
        {
            throw new UsageException($"{file} is not CSV with a header: {exception.Message}");
        }
    }
}
