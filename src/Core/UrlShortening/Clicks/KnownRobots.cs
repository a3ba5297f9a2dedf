using System.Text.RegularExpressions;
using BitFaster.Caching.Lru;

namespace Serverless.Core.UrlShortening.Clicks;

/// <summary>
/// Tells robots, link previews and programs from browsers by what they call themselves. The list is that of the npm package
/// <c>isbot</c>, in the folder <c>Robots</c> with the command that takes over a newer one.
/// </summary>
public sealed class KnownRobots
{
    /// <summary>Longer names are judged by their beginning.</summary>
    private const int MaxLength = 512;

    /// <summary>A verdict costs some 50 microseconds; few names make up nearly all visits.</summary>
    private const int Remembered = 4_096;

    private const string List = "robots.txt";
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    // Made with the first visit: an instance that only limits or queues needs none.
    private readonly Lazy<Regex[]> patterns = new(Read);
    private readonly ConcurrentLru<string, bool> verdicts = new(Remembered);

    /// <param name="userAgent">The <c>User-Agent</c> header; every browser sends one, so who sends none is a robot.</param>
    public bool Include(string? userAgent)
    {
        if (string.IsNullOrWhiteSpace(userAgent))
        {
            return true;
        }

        var name = userAgent.Length <= MaxLength ? userAgent : userAgent[..MaxLength];
        return verdicts.GetOrAdd(name, static (name, patterns) => patterns.Any(pattern => pattern.IsMatch(name)), patterns.Value);
    }

    // All at once in time linear in the name's length, but for the few patterns with a look at what is before or after.
    private static Regex[] Read()
    {
        using var stream = typeof(KnownRobots).Assembly.GetManifestResourceStream(List)!;
        using var reader = new StreamReader(stream);
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).ToLookup(LooksAround);
        return [new Regex(string.Join('|', lines[false]), Options | RegexOptions.NonBacktracking), new Regex(string.Join('|', lines[true]), Options)];
    }

    private static bool LooksAround(string pattern) =>
        pattern.Contains("(?=", StringComparison.Ordinal) || pattern.Contains("(?!", StringComparison.Ordinal) || pattern.Contains("(?<", StringComparison.Ordinal);
}
