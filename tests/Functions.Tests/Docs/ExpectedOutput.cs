using System.Text.Json;
using System.Text.RegularExpressions;

namespace Serverless.Functions.Tests.Docs;

/// <summary>Compares what a command printed with what a page shows: <c>…</c> stands for anything, <c>&lt;name&gt;</c> for the same text each time.</summary>
internal sealed partial class ExpectedOutput
{
    private const string Anything = "…";

    private readonly Dictionary<string, string> names = new(StringComparer.Ordinal);

    /// <summary>Holds the output to be what a block of a language shows.</summary>
    public void Check(string language, string expected, string actual)
    {
        switch (language)
        {
            case "json":
                CheckJson(expected, actual);
                break;
            case "http":
                CheckHttp(expected, actual.ReplaceLineEndings("\n"));
                break;
            default:
                CheckText(expected.TrimEnd(), actual.ReplaceLineEndings("\n").TrimEnd());
                break;
        }
    }

    private void CheckHttp(string expected, string actual)
    {
        var (wanted, got) = (Split(expected), Split(actual));
        Assert.Equal(wanted.Head[0], got.Head[0].TrimEnd());
        Assert.All(wanted.Head.Skip(1), line => Assert.Contains(got.Head, other => Matches(line, other)));
        if (wanted.Body.Length > 0)
        {
            CheckJson(wanted.Body, got.Body);
        }
    }

    private void CheckJson(string expected, string actual)
    {
        using var wanted = JsonDocument.Parse(expected);
        using var got = JsonDocument.Parse(actual.Length > 0 ? actual : "\"nothing\"");
        Assert.True(Equals(wanted.RootElement, got.RootElement), $"Expected:\n{expected}\nActual:\n{actual}");
    }

    private void CheckText(string expected, string actual) => Assert.True(Matches(expected, actual), $"Expected:\n{expected}\nActual:\n{actual}");

    private bool Equals(JsonElement wanted, JsonElement got) => (wanted.ValueKind, got.ValueKind) switch
    {
        (JsonValueKind.Object, JsonValueKind.Object) => wanted.EnumerateObject().Select(field => field.Name).SequenceEqual(got.EnumerateObject().Select(field => field.Name))
            && wanted.EnumerateObject().All(field => Equals(field.Value, got.GetProperty(field.Name))),
        (JsonValueKind.Array, JsonValueKind.Array) => wanted.GetArrayLength() == got.GetArrayLength() && wanted.EnumerateArray().Zip(got.EnumerateArray()).All(pair => Equals(pair.First, pair.Second)),
        (JsonValueKind.String, JsonValueKind.String) => Matches(wanted.GetString()!, got.GetString()!),
        _ => wanted.ValueKind == got.ValueKind && wanted.GetRawText() == got.GetRawText(),
    };

    private bool Matches(string expected, string actual)
    {
        var found = Regex.Match(actual, $"^{Pattern(expected)}$", RegexOptions.Singleline);
        foreach (var group in found.Groups.Values.Where(group => found.Success && !char.IsAsciiDigit(group.Name[0])))
        {
            names[group.Name] = group.Value;
        }

        return found.Success;
    }

    private string Pattern(string expected) => string.Concat(Token().Split(expected).Select(part => part switch
    {
        Anything => ".*?",
        ['<', .. var name, '>'] => names.TryGetValue(name, out var known) ? Regex.Escape(known) : $"(?<{name}>[^\"<>]+)",
        _ => Regex.Escape(part),
    }));

    private static (string[] Head, string Body) Split(string answer)
    {
        var parts = answer.Split("\n\n", 2);
        return (parts[0].Split('\n'), parts.Length > 1 ? parts[1] : "");
    }

    [GeneratedRegex("(…|<[a-z]+>)")]
    private static partial Regex Token();
}
