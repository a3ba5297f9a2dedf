using System.Text.Json;
using Serverless.Cli.Output;

namespace Serverless.Cli.Transfer;

/// <summary>
/// Records as JSON documents, one a line, or as a list in one document, alone or as its <c>data</c>, <c>items</c> or <c>links</c>.
/// Of a list of texts the texts are joined by <see cref="Joint"/>; fields of an object within a record count as the record's.
/// </summary>
internal static class JsonFile
{
    /// <summary>Between the texts of a list: a character that none of them has.</summary>
    public const char Joint = '\u001F';

    private static readonly string[] Lists = ["data", "items", "links"];

    /// <exception cref="UsageException">The file is neither.</exception>
    public static IEnumerable<RawRecord> Read(string file) => IsOneDocument(file) ? ReadDocument(file) : ReadLines(file);

    private static bool IsOneDocument(string file)
    {
        using var text = File.OpenText(file);
        int next;
        do
        {
            next = text.Read();
        }
        while (next >= 0 && char.IsWhiteSpace((char)next));

        return next == '[' || (next == '{' && !IsDocument($"{{{text.ReadLine()}"));
    }

    private static IEnumerable<RawRecord> ReadLines(string file)
    {
        var line = 0;
        foreach (var text in File.ReadLines(file))
        {
            line++;
            if (!string.IsNullOrWhiteSpace(text))
            {
                yield return Parse(line, text);
            }
        }
    }

    // Where each record begins is not known of one document, so they are counted.
    private static List<RawRecord> ReadDocument(string file)
    {
        try
        {
            using var content = File.OpenRead(file);
            using var document = JsonDocument.Parse(content);
            return [.. ListOf(document.RootElement, file).EnumerateArray().Select((item, index) => Read(index + 1, item))];
        }
        catch (JsonException exception)
        {
            throw new UsageException($"{file} is not JSON: {exception.Message}");
        }
    }

    private static JsonElement ListOf(JsonElement root, string file)
    {
        if (root.ValueKind == JsonValueKind.Array)
        {
            return root;
        }

        foreach (var name in Lists)
        {
            if (root.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array)
            {
                return list;
            }
        }

        throw new UsageException($"{file} holds no list of links: it is to be JSON documents, one a line, or a list of them.");
    }

    private static RawRecord Parse(int line, string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return Read(line, document.RootElement);
        }
        catch (JsonException exception)
        {
            return new RawRecord(line, [], $"is not JSON: {exception.Message}");
        }
    }

    private static RawRecord Read(int line, JsonElement record)
    {
        var fields = new List<KeyValuePair<string, string>>();
        if (record.ValueKind == JsonValueKind.Object)
        {
            Collect(record, fields);
        }

        return new RawRecord(line, fields, record.ValueKind == JsonValueKind.Object ? null : "is no JSON object.");
    }

    private static void Collect(JsonElement record, List<KeyValuePair<string, string>> fields)
    {
        foreach (var field in record.EnumerateObject())
        {
            if (field.Value.ValueKind == JsonValueKind.Object)
            {
                Collect(field.Value, fields);
            }
            else if (TextOf(field.Value) is { Length: > 0 } text)
            {
                fields.Add(KeyValuePair.Create(field.Name.Trim(), text));
            }
        }
    }

    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Array => string.Join(Joint, value.EnumerateArray().Select(TextOf)),
        JsonValueKind.Object => value.TryGetProperty("name", out var name) ? TextOf(name) : value.GetRawText(),
        JsonValueKind.Null => null,
        _ => value.GetRawText(),
    };

    private static bool IsDocument(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return !Lists.Any(name => document.RootElement.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
