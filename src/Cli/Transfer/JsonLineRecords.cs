using System.Text.Json;
using Serverless.Client.UrlShortening;

namespace Serverless.Cli.Transfer;

/// <summary>Links as JSON documents, one a line, with the fields of <c>POST /api/links</c>; other fields are passed over, and empty lines.</summary>
internal static class JsonLineRecords
{
    public static IEnumerable<ImportRecord> Read(string file)
    {
        var (number, line) = (0, 0);
        foreach (var text in File.ReadLines(file))
        {
            line++;
            if (!string.IsNullOrWhiteSpace(text))
            {
                yield return Parse(number++, line, text);
            }
        }
    }

    private static ImportRecord Parse(int number, int line, string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, LinksJson.Web.NewLink) is { Url: { Length: > 0 } } link
                ? new ImportRecord(number, line, link)
                : new ImportRecord(number, line, null, "has no url.");
        }
        catch (JsonException exception)
        {
            return new ImportRecord(number, line, null, $"is no link as JSON: {exception.Message}");
        }
    }
}
