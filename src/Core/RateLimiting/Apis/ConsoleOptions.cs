namespace Serverless.Core.RateLimiting.Apis;

/// <summary>Settings of the section <c>Console</c>.</summary>
public sealed class ConsoleOptions
{
    public const string Section = "Console";

    /// <summary>
    /// Where the console is alone, such as <c>https://console.example</c>: it is served at no other host, and the gateway not
    /// at this one. Null where both share an origin.
    /// </summary>
    public Uri? Origin { get; set; }
}
