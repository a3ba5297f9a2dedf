using System.Globalization;
using nietras.SeparatedValues;
using Serverless.Cli.Output;
using Serverless.Client.Http;
using Serverless.Client.UrlShortening;

namespace Serverless.Cli.Transfer;

/// <summary>
/// Links as CSV (RFC 4180) with a header: <c>url</c>, and if they are there <c>alias</c>, <c>expiresAt</c>, <c>expiresIn</c>,
/// <c>redirect</c>. Other columns are passed over.
/// </summary>
internal static class CsvRecords
{
    private const string Url = "url";

    /// <exception cref="UsageException">The file is not CSV, or has no column for the URLs.</exception>
    public static IEnumerable<ImportRecord> Read(string file)
    {
        using var reader = Guard(file, () => Sep.New(',').Reader(options => options with { Unescape = true, ColNameComparer = StringComparer.OrdinalIgnoreCase }).FromFile(file));
        var columns = reader.Header.ColNames.ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (!columns.Contains(Url))
        {
            throw new UsageException($"{file} has no column '{Url}': its first line names the columns, separated by commas.");
        }

        for (var number = 0; Guard(file, reader.MoveNext); number++)
        {
            yield return Parse(number, reader.Current, columns);
        }
    }

    private static ImportRecord Parse(int number, SepReader.Row row, HashSet<string> columns)
    {
        string? url = null, alias = null, expiresAt = null, expiresIn = null, redirect = null;
        Take(row, columns, Url, ref url);
        Take(row, columns, "alias", ref alias);
        Take(row, columns, "expiresAt", ref expiresAt);
        Take(row, columns, "expiresIn", ref expiresIn);
        Take(row, columns, "redirect", ref redirect);
        try
        {
            return url is null
                ? new ImportRecord(number, row.LineNumberFrom, null, "has no url.")
                : new ImportRecord(number, row.LineNumberFrom, new NewLink
                {
                    Url = url,
                    Alias = alias,
                    ExpiresAt = expiresAt is null ? null : DateTimeOffset.Parse(expiresAt, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
                    ExpiresIn = expiresIn is null ? null : DurationConverter.Parse(expiresIn),
                    Redirect = redirect is null ? null : int.Parse(redirect, NumberStyles.None, CultureInfo.InvariantCulture),
                });
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            return new ImportRecord(number, row.LineNumberFrom, null, $"can't be read: {exception.Message}");
        }
    }

    private static void Take(SepReader.Row row, HashSet<string> columns, string name, ref string? value)
    {
        if (columns.Contains(name) && row[name].ToString() is { Length: > 0 } text)
        {
            value = text;
        }
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
