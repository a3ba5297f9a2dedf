using System.Text.Json;
using Serverless.Bench.Harness;

namespace Serverless.Bench.Scale;

/// <summary>A file of numbers with their units and sources.</summary>
/// <param name="named">By the names in the file, in its order.</param>
public sealed class Figures(IReadOnlyDictionary<string, Figure> named)
{
    public IReadOnlyDictionary<string, Figure> All => named;

    /// <exception cref="BenchException">There is no such number.</exception>
    public double this[string name] => named.TryGetValue(name, out var figure) ? figure.Value : throw new BenchException($"There is no figure '{name}'.");

    /// <summary>Reads a file of <c>bench/Scale</c>.</summary>
    public static Figures Read(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(Workspace.Sources, "Scale", file)));
        return new Figures(json.RootElement.EnumerateObject().ToDictionary(
            property => property.Name,
            property => property.Value.Deserialize<Figure>(JsonSerializerOptions.Web) ?? throw new BenchException($"'{property.Name}' in {file} is empty.")));
    }

    /// <summary>The same with another value, to ask what if.</summary>
    public Figures With(string name, double value) =>
        new(named.ToDictionary(pair => pair.Key, pair => pair.Key == name ? pair.Value with { Value = value } : pair.Value));
}
