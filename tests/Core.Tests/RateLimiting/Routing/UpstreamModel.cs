using System.Globalization;
using System.Text;
using Serverless.Core.RateLimiting.Rules;

namespace Serverless.Core.Tests.RateLimiting.Routing;

/// <summary>A server with some habits, and the API's operations: says which one it would run. Written apart from the code that it judges.</summary>
internal sealed class UpstreamModel(IReadOnlyList<ApiOperation> operations, UpstreamHabits habits)
{
    private const char FirstOfOverlong = '\u00C0';

    /// <summary>The operation that is run; null for none.</summary>
    public string? Run(string method, string target)
    {
        var called = Has(UpstreamHabits.IgnoresCaseOfMethods) ? method.ToUpperInvariant() : method;
        var segments = Segments(target);
        return operations
            .Select(operation => (operation.Op, Rank: RankOf(operation, called, segments)))
            .Where(candidate => candidate.Rank is not null)
            .OrderBy(candidate => candidate.Rank, StringComparer.Ordinal)
            .FirstOrDefault().Op;
    }

    private bool Has(UpstreamHabits habit) => (habits & habit) != 0;

    private string? RankOf(ApiOperation operation, string method, List<string> segments)
    {
        var byMethod = operation.Method == method ? "0" : operation.Method == "GET" && method == "HEAD" ? "1" : operation.Method == "*" ? "2" : null;
        return byMethod is not null && RankOf(operation.Route, segments) is { } byRoute ? $"{byRoute}!{byMethod}" : null;
    }

    private string? RankOf(string route, List<string> segments)
    {
        var comparison = Has(UpstreamHabits.IgnoresCase) ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        var rank = "";
        foreach (var part in route.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.StartsWith("{*", StringComparison.Ordinal))
            {
                return rank + "c";
            }

            if (rank.Length == segments.Count || segments[rank.Length].Length == 0 || (part[0] != '{' && !part.Equals(segments[rank.Length], comparison)))
            {
                return null;
            }

            rank += part[0] == '{' ? "b" : "a";
        }

        return rank.Length == segments.Count ? rank : null;
    }

    private List<string> Segments(string target)
    {
        var path = Before(target, '?', '#');
        path = Has(UpstreamHabits.DecodesBeforeItSplits) ? Decode(path) : path;
        path = Has(UpstreamHabits.BackslashIsSlash) ? path.Replace('\\', '/') : path;
        path = Has(UpstreamHabits.LooksForQueryLate) ? Before(path, '?', '#') : path;
        path = Has(UpstreamHabits.EndsAtNull) ? Before(path, '\0') : path;
        var segments = path.Split('/').Skip(1).Select(Read).ToList();
        if (Has(UpstreamHabits.CollapsesSlashes))
        {
            segments.RemoveAll(segment => segment.Length == 0);
        }

        var resolved = Has(UpstreamHabits.ResolvesDots) ? Resolve(segments) : segments;
        return resolved is [.., ""] ? resolved[..^1] : resolved;
    }

    private static List<string> Resolve(List<string> segments)
    {
        var resolved = new List<string>();
        foreach (var segment in segments)
        {
            if (segment == ".." && resolved.Count > 0)
            {
                resolved.RemoveAt(resolved.Count - 1);
            }
            else if (segment is not "." and not "..")
            {
                resolved.Add(segment);
            }
        }

        return resolved;
    }

    private string Read(string segment)
    {
        var read = Cut(segment);
        read = Has(UpstreamHabits.DecodesBeforeItSplits) || Has(UpstreamHabits.RoutesUndecoded) ? read : Decode(read);
        read = Cut(Has(UpstreamHabits.DecodesTwice) ? Decode(read) : read);
        read = Has(UpstreamHabits.Composes) ? string.Concat(read.Select(Compose)) : read;
        read = Has(UpstreamHabits.EndsAtNull) ? Before(read, '\0') : read;
        return Has(UpstreamHabits.Trims) && read is not "." and not ".." ? read.TrimEnd('.', ' ', '\t', '\u00A0', '\u3000').TrimStart(' ', '\t', '\u00A0', '\u3000') : read;
    }

    // The runtime of the tests has no normalization.
    private static char Compose(char letter) => letter switch
    {
        >= '\uFF01' and <= '\uFF5E' => (char)(letter - 0xFEE0),
        'ſ' => 's',
        'ı' => 'i',
        '\u212A' => 'K',
        '\u037E' => ';',
        _ => letter,
    };

    private string Cut(string segment) => Has(UpstreamHabits.StripsParameters) ? Before(segment, ';') : segment;

    private static string Before(string text, params ReadOnlySpan<char> ends) => text.AsSpan().IndexOfAny(ends) is >= 0 and var end ? text[..end] : text;

    private string Decode(string text)
    {
        if (!text.Contains('%', StringComparison.Ordinal))
        {
            return text;
        }

        var (decoded, bytes) = (new StringBuilder(), new List<byte>());
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length && byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                bytes.Add(value);
                i += 2;
                continue;
            }

            decoded.Append(Characters(bytes));
            bytes.Clear();
            if (Has(UpstreamHabits.DecodesLeniently) && text[i] == '%' && i + 5 < text.Length && text[i + 1] is 'u' or 'U'
                && ushort.TryParse(text.AsSpan(i + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                decoded.Append((char)code);
                i += 5;
            }
            else
            {
                decoded.Append(text[i]);
            }
        }

        return decoded.Append(Characters(bytes)).ToString();
    }

    // Two-byte forms of ASCII, which UTF-8 forbids, are what they stand for to a lenient server.
    private string Characters(List<byte> bytes)
    {
        var strict = Encoding.UTF8.GetString([.. bytes]);
        if (!Has(UpstreamHabits.DecodesLeniently) || bytes.TrueForAll(value => value is not (byte)FirstOfOverlong and not FirstOfOverlong + 1))
        {
            return strict;
        }

        var lenient = new StringBuilder();
        for (var i = 0; i < bytes.Count; i++)
        {
            lenient.Append(bytes[i] is (byte)FirstOfOverlong or (byte)FirstOfOverlong + 1 && i + 1 < bytes.Count ? (char)(((bytes[i] & 0x1F) << 6) | (bytes[++i] & 0x3F)) : (char)bytes[i]);
        }

        return lenient.ToString();
    }
}
