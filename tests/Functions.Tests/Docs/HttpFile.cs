using System.Text.RegularExpressions;
using Serverless.Functions.Tests.Documents;

namespace Serverless.Functions.Tests.Docs;

/// <summary>Requests of a <c>.http</c> file, in the form that the REST clients of IDEs read.</summary>
internal sealed partial class HttpFile
{
    private readonly Dictionary<string, string> variables = new(StringComparer.Ordinal);

    private HttpFile(string path)
    {
        Path = path;
        var sections = Separator().Split(Repository.Read(path));
        foreach (Match variable in Variable().Matches(sections[0]))
        {
            variables[variable.Groups["name"].Value] = variable.Groups["value"].Value.Trim();
        }

        Requests = [.. sections.Skip(1).Select(Parse)];
    }

    public string Path { get; }

    public IReadOnlyList<HttpFileRequest> Requests { get; }

    public static HttpFile Read(string path) => new(path);

    /// <summary>The text with the file's variables in it; others are found by <paramref name="find"/>.</summary>
    public string Expand(string text, Func<string, string> find) => Placeholder().Replace(text, match =>
        variables.TryGetValue(match.Groups["name"].Value, out var value) ? Expand(value, find) : find(match.Groups["name"].Value));

    /// <summary>Sets a variable as a user does by editing the file.</summary>
    public void Set(string name, string value)
    {
        Assert.True(variables.ContainsKey(name), $"{Path} has no variable {name}.");
        variables[name] = value;
    }

    private static HttpFileRequest Parse(string section)
    {
        var lines = section.Split('\n');
        var first = Array.FindIndex(lines, 1, line => line.Length > 0 && line[0] != '#');
        var blank = Array.FindIndex(lines, first, line => line.Length == 0);
        var end = blank < 0 ? lines.Length : blank;
        var name = lines.Select(line => line.StartsWith("# @name ", StringComparison.Ordinal) ? line["# @name ".Length..].Trim() : null).FirstOrDefault(found => found is not null);
        var start = lines[first].Split(' ', 2);
        var headers = lines[(first + 1)..end].Select(line => line.Split(':', 2)).ToDictionary(parts => parts[0].Trim(), parts => parts[1].Trim(), StringComparer.OrdinalIgnoreCase);
        return new HttpFileRequest(lines[0].Trim(), name, start[0], start[1].Trim(), headers, string.Join('\n', lines[end..]).Trim());
    }

    [GeneratedRegex("^###", RegexOptions.Multiline)]
    private static partial Regex Separator();

    [GeneratedRegex(@"^@(?<name>\w+) *= *(?<value>.+)$", RegexOptions.Multiline)]
    private static partial Regex Variable();

    [GeneratedRegex(@"\{\{(?<name>[^}]+)\}\}")]
    private static partial Regex Placeholder();
}
