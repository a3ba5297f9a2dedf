using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Serverless.Client.Http;
using Spectre.Console;

namespace Serverless.Cli.Output;

/// <summary>Prints what commands found: tables for people, JSON lines for programs.</summary>
internal sealed class Printer(Terminal terminal, bool asJson)
{
    public bool AsJson => asJson;

    public void One<T>(T item, JsonTypeInfo<T> type, IReadOnlyList<Column<T>> columns) => Table([item], type, columns);

    /// <summary>All items; as JSON each is written as soon as it is there.</summary>
    public async Task ManyAsync<T>(IAsyncEnumerable<T> items, JsonTypeInfo<T> type, IReadOnlyList<Column<T>> columns, CancellationToken cancellationToken)
    {
        if (!asJson)
        {
            Table(await items.ToListAsync(cancellationToken), type, columns);
            return;
        }

        await foreach (var item in items.WithCancellation(cancellationToken))
        {
            Json(item, type);
        }
    }

    public void Table<T>(IReadOnlyCollection<T> items, JsonTypeInfo<T> type, IReadOnlyList<Column<T>> columns)
    {
        if (asJson)
        {
            foreach (var item in items)
            {
                Json(item, type);
            }

            return;
        }

        // A column that says nothing of any item only takes room.
        var shown = columns.Where((column, i) => i == 0 || items.Any(item => column.Value(item) is not null)).ToArray();
        var table = new Table { Border = TableBorder.None, UseSafeBorder = true };
        foreach (var column in shown)
        {
            table.AddColumn(new TableColumn(new Text(column.Header)).PadLeft(0).PadRight(3));
        }

        foreach (var item in items)
        {
            table.AddRow(shown.Select(column => new Text(TextOf(column.Value(item)))));
        }

        Consoles.Of(terminal.Out, terminal.IsOutRedirected).Write(table);
    }

    public void Json<T>(T item, JsonTypeInfo<T> type) => terminal.Out.WriteLine(JsonSerializer.Serialize(item, type));

    public void Line(string text) => terminal.Out.WriteLine(text);

    private static string TextOf(object? value) => value switch
    {
        null => "-",
        DateTimeOffset time => UtcTimeConverter.Write(time),
        TimeSpan duration => System.Xml.XmlConvert.ToString(duration),
        bool flag => flag ? "yes" : "no",
        Enum word => JsonNamingPolicy.CamelCase.ConvertName(word.ToString()),
        IFormattable formattable => formattable.ToString(value is DateOnly ? "O" : null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
