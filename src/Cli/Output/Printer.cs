using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Serverless.Client;

namespace Serverless.Cli.Output;

/// <summary>Prints what commands found: tables for people, JSON lines for programs.</summary>
internal sealed class Printer(Terminal terminal, bool asJson)
{
    public bool AsJson => asJson;

    /// <summary>One thing, in JSON too with the tag that its columns show.</summary>
    public void One<T>(T item, JsonTypeInfo<T> type, IReadOnlyList<Column<T>> columns)
    {
        if (asJson && columns.FirstOrDefault(column => column.Header == Columns.ETag)?.Value(item) is string tag)
        {
            TaggedJson(item, type, tag);
            return;
        }

        Table([item], type, columns);
    }

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

    /// <summary>The first items of many.</summary>
    /// <param name="limit">How many; null for all.</param>
    /// <returns>Whether there are more.</returns>
    public async Task<bool> ManyAsync<T>(IAsyncEnumerable<T> items, int? limit, JsonTypeInfo<T> type, IReadOnlyList<Column<T>> columns, CancellationToken cancellationToken)
    {
        var more = false;
        await ManyAsync(FirstAsync(), type, columns, cancellationToken);
        return more;

        async IAsyncEnumerable<T> FirstAsync()
        {
            var count = 0;
            await foreach (var item in items.WithCancellation(cancellationToken))
            {
                if (count++ == limit)
                {
                    more = true;
                    yield break;
                }

                yield return item;
            }
        }
    }

    /// <summary>A table of what there is; nothing at all where there is nothing.</summary>
    public void Some<T>(IReadOnlyCollection<T> items, JsonTypeInfo<T> type, IReadOnlyList<Column<T>> columns)
    {
        if (items.Count > 0)
        {
            Table(items, type, columns);
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

        if (items.Count == 0)
        {
            Line("none");
            return;
        }

        // A column that says nothing of any item only takes room.
        var shown = columns.Where((column, i) => i == 0 || items.Any(item => column.Value(item) is not null and not "")).ToArray();
        var texts = new PlainTable([.. shown.Select(column => column.Header)], [.. items.Select(item => shown.Select(column => TextOf(column.Value(item))).ToArray())]);
        texts.Write(terminal.Out, terminal.Width);
    }

    public void Json<T>(T item, JsonTypeInfo<T> type) => terminal.Out.WriteLine(JsonSerializer.Serialize(item, type));

    public void Line(string text) => terminal.Out.WriteLine(text);

    // The client leaves a tag out of JSON, since it is no part of what is written back.
    private void TaggedJson<T>(T item, JsonTypeInfo<T> type, string tag)
    {
        var json = JsonSerializer.SerializeToNode(item, type)!.AsObject();
        json["etag"] = tag;
        terminal.Out.WriteLine(json.ToJsonString(type.Options));
    }

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
