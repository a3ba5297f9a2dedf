using System.Text.Json;

namespace Serverless.Functions.Tests.Description;

/// <summary>An operation of the checked-in document.</summary>
internal sealed record DescribedOperation(string Method, string Path, JsonElement Json)
{
    public string Id => Json.GetProperty("operationId").GetString()!;

    public IEnumerable<JsonProperty> Responses => Json.GetProperty("responses").EnumerateObject();

    /// <summary>Whether it takes a key to enter.</summary>
    public bool NeedsKey => Json.GetProperty("security").GetArrayLength() > 0;

    /// <summary>Null for an open operation, and for one that any key may enter.</summary>
    public string? Scope => Json.GetProperty("security").EnumerateArray().SelectMany(scheme => scheme.EnumerateObject().Single().Value.EnumerateArray()).FirstOrDefault() is { ValueKind: JsonValueKind.String } scope ? scope.GetString() : null;

    /// <summary>The path with the examples of its parameters.</summary>
    public string ExamplePath => Parameters
        .Where(parameter => parameter.GetProperty("in").GetString() == "path")
        .Aggregate(Path, (path, parameter) => path.Replace($"{{{parameter.GetProperty("name").GetString()}}}", parameter.GetProperty("example").GetString(), StringComparison.Ordinal));

    private IEnumerable<JsonElement> Parameters => Json.TryGetProperty("parameters", out var parameters) ? parameters.EnumerateArray() : [];

    /// <summary>Whether a request of this method and path is one of this operation's.</summary>
    public bool Serves(string method, string path)
    {
        var (own, asked) = (Path.Split('/'), path.Split('?')[0].Split('/'));
        return method == Method
            && (own.Length == asked.Length || (own[^1] == "{path}" && asked.Length > own.Length))
            && own.Zip(asked).All(pair => pair.First.StartsWith('{') || pair.First == pair.Second);
    }
}
