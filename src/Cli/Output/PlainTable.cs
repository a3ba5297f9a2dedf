namespace Serverless.Cli.Output;

/// <summary>
/// Rows of texts under headers, never wrapped and never cut, so that what is copied is whole: where the rows are wider than the
/// terminal, each becomes a block of lines with a text each.
/// </summary>
internal sealed class PlainTable(string[] headers, string[][] rows)
{
    private const int Gap = 3;

    /// <param name="width">Characters in a line; null for any number.</param>
    public void Write(TextWriter output, int? width)
    {
        var widths = headers.Select((header, column) => rows.Max(row => row[column].Length) is var widest && widest > header.Length ? widest : header.Length).ToArray();
        if (width is null || widths.Sum() + (Gap * (widths.Length - 1)) <= width)
        {
            foreach (var row in rows.Prepend(headers))
            {
                output.WriteLine(string.Concat(row.Select((text, column) => text.PadRight(widths[column] + Gap))).TrimEnd());
            }

            return;
        }

        var indent = headers.Max(header => header.Length) + Gap;
        for (var i = 0; i < rows.Length; i++)
        {
            if (i > 0)
            {
                output.WriteLine();
            }

            for (var column = 0; column < headers.Length; column++)
            {
                output.WriteLine($"{headers[column].PadRight(indent)}{rows[i][column]}".TrimEnd());
            }
        }
    }
}
