using Serverless.Bench.Harness;

namespace Serverless.Bench.Scale;

/// <summary><c>docs/scale.md</c>, whose tables lie between <c>&lt;!-- scale: NAME --&gt;</c> and <c>&lt;!-- /scale --&gt;</c>.</summary>
public static class ScalePage
{
    private const string End = "<!-- /scale -->";

    public static readonly IReadOnlyList<double> Factors = [1, 10, 100];

    public static string Path { get; } = System.IO.Path.GetFullPath(System.IO.Path.Combine(Workspace.Sources, "..", "docs", "scale.md"));

    /// <summary>The page with these tables in place of its own.</summary>
    /// <exception cref="BenchException">It has no place for one of them.</exception>
    public static string With(string page, IReadOnlyDictionary<string, string> tables)
    {
        foreach (var (name, table) in tables)
        {
            var begin = $"<!-- scale: {name} -->\n";
            var from = page.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
            var to = from < begin.Length ? -1 : page.IndexOf(End, from, StringComparison.Ordinal);
            page = to < 0
                ? throw new BenchException($"docs/scale.md has no place for the table '{name}'.")
                : $"{page[..from]}{table}{page[to..]}";
        }

        return page;
    }
}
