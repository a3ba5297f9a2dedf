using System.CommandLine;
using Serverless.Cli.Output;

namespace Serverless.Cli.Commands;

/// <summary>The options that every command has: which service, by which key, and what output.</summary>
internal static class ServiceOptions
{
    public const string UrlVariable = "SERVERLESS_URL";
    public const string KeyVariable = "SERVERLESS_API_KEY";
    public const string ProfileVariable = "SERVERLESS_PROFILE";

    private const string DefaultProfile = "default";

    public static readonly Option<string> Url = new("--url")
    {
        Description = $"Address of the service, such as https://links.example.com [default: the variable {UrlVariable}, or where you logged in]",
        Recursive = true,
    };

    public static readonly Option<string> Key = new("--key")
    {
        Description = $"API key [default: the variable {KeyVariable}, which no list of processes shows, or that of the login]",
        Recursive = true,
    };

    public static readonly Option<string> ProfileName = new("--profile")
    {
        Description = $"Which login to use [default: the variable {ProfileVariable}, or '{DefaultProfile}']",
        Recursive = true,
    };

    public static readonly Option<bool> Json = new("--json") { Description = "One JSON document a line instead of tables", Recursive = true };

    public static void AddTo(RootCommand root)
    {
        root.Add(Url);
        root.Add(Key);
        root.Add(ProfileName);
        root.Add(Json);
    }

    /// <exception cref="UsageException">There is no address, or none of a service.</exception>
    public static Uri AddressOf(ParseResult result, Terminal terminal)
    {
        var text = GivenAddress(result, terminal) ?? FindProfile(result, terminal)?.Url;
        return string.IsNullOrEmpty(text)
            ? throw new UsageException($"Which service? Pass --url, or set {UrlVariable}.")
            : Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is ("http" or "https")
                ? address
                : throw new UsageException($"'{text}' is no address of a service: it begins with http:// or https://.");
    }

    /// <summary>The key to send; null for none. That of a login goes to no other address.</summary>
    public static string? KeyOf(ParseResult result, Terminal terminal) =>
        result.GetValue(Key) ?? terminal.Variable(KeyVariable)
        ?? (FindProfile(result, terminal) is { } profile && (GivenAddress(result, terminal) is not { } given || IsSame(given, profile.Url)) ? profile.Key : null);

    /// <summary>The name of the login to use.</summary>
    public static string ProfileOf(ParseResult result, Terminal terminal) =>
        result.GetValue(ProfileName) ?? (terminal.Variable(ProfileVariable) is { Length: > 0 } name ? name : DefaultProfile);

    private static string? GivenAddress(ParseResult result, Terminal terminal) =>
        result.GetValue(Url) ?? (terminal.Variable(UrlVariable) is { Length: > 0 } text ? text : null);

    private static Profile? FindProfile(ParseResult result, Terminal terminal)
    {
        var name = ProfileOf(result, terminal);
        return terminal.Profiles.Find(name) ?? (name == DefaultProfile ? null : throw new UsageException($"There is no profile '{name}': log in with --profile {name} first."));
    }

    private static bool IsSame(string given, string kept) =>
        Uri.TryCreate(given, UriKind.Absolute, out var address) && address.AbsoluteUri.TrimEnd('/') == kept.TrimEnd('/');
}
