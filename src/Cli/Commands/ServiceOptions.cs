using System.CommandLine;
using Serverless.Cli.Output;

namespace Serverless.Cli.Commands;

/// <summary>The options that every command has: which service, by which key, and what output.</summary>
internal static class ServiceOptions
{
    public const string UrlVariable = "SERVERLESS_URL";
    public const string KeyVariable = "SERVERLESS_API_KEY";

    public static readonly Option<string> Url = new("--url")
    {
        Description = $"Address of the service, such as https://links.example.com [default: the variable {UrlVariable}]",
        Recursive = true,
    };

    public static readonly Option<string> Key = new("--key")
    {
        Description = $"API key [default: the variable {KeyVariable}, which no list of processes shows]",
        Recursive = true,
    };

    public static readonly Option<bool> Json = new("--json") { Description = "One JSON document a line instead of tables", Recursive = true };

    public static void AddTo(RootCommand root)
    {
        root.Add(Url);
        root.Add(Key);
        root.Add(Json);
    }

    /// <exception cref="UsageException">There is no address, or none of a service.</exception>
    public static Uri AddressOf(ParseResult result, Terminal terminal)
    {
        var text = result.GetValue(Url) ?? terminal.Variable(UrlVariable);
        return string.IsNullOrEmpty(text)
            ? throw new UsageException($"Which service? Pass --url, or set {UrlVariable}.")
            : Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is ("http" or "https")
                ? address
                : throw new UsageException($"'{text}' is no address of a service: it begins with http:// or https://.");
    }
}
