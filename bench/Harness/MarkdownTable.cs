using System.Text;

namespace Serverless.Bench.Harness;

/// <summary>Writes Markdown tables, without the columns in which no row has anything.</summary>
public static class MarkdownTable
{
    public static string Write<TRow>(IReadOnlyList<TRow> rows, params IReadOnlyList<Column<TRow>> columns)
    {
        var used = columns.Where(column => rows.Any(row => column.Cell(row).Length > 0)).ToArray();
        var table = new StringBuilder()
            .AppendLine(Line(used.Select(column => column.Title)))
            .AppendLine($"|{string.Concat(used.Select(column => column.IsNumber ? "--:|" : "---|"))}");
        foreach (var row in rows)
        {
            table.AppendLine(Line(used.Select(column => column.Cell(row))));
        }

        return table.ToString();
    }

    private static string Line(IEnumerable<string> cells) => $"|{string.Concat(cells.Select(cell => cell.Length == 0 ? " |" : $" {cell} |"))}";
}
