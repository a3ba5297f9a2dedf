using System.Buffers;
using System.Globalization;
using System.Text;
using Serverless.Core.UrlShortening.Targets;

namespace Serverless.Core.UrlShortening.Following;

/// <summary>
/// Appends the query that a visitor came with to a link's target: what the target has stays byte for byte, what is appended
/// too, and where both name a parameter the target's counts.
/// </summary>
public static class ForwardedQuery
{
    private const char Separator = '&';

    private static readonly SearchValues<char> Sendable =
        SearchValues.Create([.. Enumerable.Range('!', '~' - '!' + 1).Select(code => (char)code).Where(character => character != '#')]);

    /// <param name="url">The target; its fragment stays at the end.</param>
    /// <param name="query">As it was sent, with or without the question mark. Nothing is appended where the URL would become longer than 8,192 characters.</param>
    public static string Append(string url, string? query)
    {
        var sent = Escape(query is ['?', .. var rest] ? rest : query ?? "");
        if (sent.Length == 0)
        {
            return url;
        }

        var hash = url.IndexOf('#', StringComparison.Ordinal);
        var (address, fragment) = hash < 0 ? (url, "") : (url[..hash], url[hash..]);
        var mark = address.IndexOf('?', StringComparison.Ordinal);
        var kept = mark < 0 ? sent : Without(sent, NamesOf(address[(mark + 1)..]));
        var length = url.Length + 1 + kept.Length;
        return kept.Length == 0 || length > TargetUrl.MaxLength ? url : $"{address}{Joint(address, mark)}{kept}{fragment}";
    }

    private static string Joint(string address, int mark) =>
        mark < 0 ? "?" : address[^1] is '?' or Separator ? "" : "&";

    private static string Without(string query, HashSet<string> names)
    {
        var parameters = query.Split(Separator);
        var kept = Array.FindAll(parameters, parameter => !names.Contains(NameOf(parameter)));
        return kept.Length == parameters.Length ? query : string.Join(Separator, kept);
    }

    private static HashSet<string> NamesOf(string query) =>
        query.Split(Separator).Where(parameter => parameter.Length > 0).Select(NameOf).ToHashSet(StringComparer.Ordinal);

    // Two spellings of one name are one parameter to whoever reads them.
    private static string NameOf(string parameter)
    {
        var name = parameter.AsSpan();
        var assign = name.IndexOf('=');
        return Uri.UnescapeDataString((assign < 0 ? name : name[..assign]).ToString().Replace('+', ' '));
    }

    // A header holds visible ASCII, and a number sign would begin the fragment. What has others was no valid query: it can't be sent as it is.
    private static string Escape(string query)
    {
        if (!query.AsSpan().ContainsAnyExcept(Sendable))
        {
            return query;
        }

        var escaped = new StringBuilder(query.Length + 16);
        foreach (var value in Encoding.UTF8.GetBytes(query))
        {
            _ = Sendable.Contains((char)value) ? escaped.Append((char)value) : escaped.Append(CultureInfo.InvariantCulture, $"%{value:X2}");
        }

        return escaped.ToString();
    }
}
