using System.Globalization;
using System.Text.Json;

namespace Serverless.Bench.UrlShortening;

/// <summary>Asks a running app at which level it found the links that it was asked for.</summary>
public sealed class CacheLevels(HttpClient app)
{
    private static readonly string[] Levels = ["memory", "redis", "store"];

    private double[] before = new double[Levels.Length];

    /// <summary>For example <c>memory 99.9 %, redis 0.1 %, store 0.0 %</c>.</summary>
    public async Task<string> SinceLastAsync()
    {
        var now = await HitsAsync();
        var hits = now.Zip(before, (later, earlier) => later - earlier).ToArray();
        before = now;
        var all = Math.Max(1, hits.Sum());
        return string.Join(", ", Levels.Zip(hits, (level, count) => string.Create(CultureInfo.InvariantCulture, $"{level} {100 * count / all:0.0} %")));
    }

    private async Task<double[]> HitsAsync()
    {
        using var health = JsonDocument.Parse(await app.GetByteArrayAsync("/api/health/ready"));
        var caches = health.RootElement.GetProperty("dependencies").EnumerateArray().Single(dependency => dependency.GetProperty("name").GetString() == "link-cache");
        return [.. Levels.Select(level => caches.GetProperty("details").GetProperty(level + "Hits").GetDouble())];
    }
}
