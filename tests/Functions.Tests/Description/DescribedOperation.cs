using System.Text.Json;

namespace Serverless.Functions.Tests.Description;

/// <summary>An operation of the checked-in document.</summary>
internal sealed record DescribedOperation(string Method, string Path, JsonElement Json)
{
    public string Id => Json.GetProperty("operationId").GetString()!;

    public IEnumerable<JsonProperty> Responses => Json.GetProperty("responses").EnumerateObject();

    /// <summary>Null for an open operation.</summary>
    public string? Scope => Json.GetProperty("security").EnumerateArray().Select(scheme => scheme.EnumerateObject().Single().Value[0].GetString()).FirstOrDefault();

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
