namespace Serverless.LocalHost.Triggers;

/// <summary>What <c>host.json</c> says to the host, with the real host's defaults for what it leaves out.</summary>
/// <param name="RoutePrefix">Comes before every HTTP function's route; empty for none.</param>
public sealed record HostSettings(string RoutePrefix, QueueSettings Queues)
{
    private const string FileName = "host.json";

    /// <summary>Kept only where <c>Host:Limits</c> asks for it: a container has no instances beside it that would take the rest.</summary>
    public HttpSettings Http { get; init; } = new();

    /// <summary>Reads the <c>host.json</c> beside the binary.</summary>
    public static HostSettings Read() => Read(Path.Combine(AppContext.BaseDirectory, FileName));

    /// <param name="path">Absolute path of a <c>host.json</c>; one that doesn't exist means the defaults.</param>
    public static HostSettings Read(string path)
    {
        var extensions = new ConfigurationBuilder().AddJsonFile(path, optional: true).Build().GetSection("extensions");
        return new HostSettings(extensions["http:routePrefix"] ?? "api", QueueSettings.From(extensions.GetSection("queues")))
        {
            Http = HttpSettings.From(extensions.GetSection("http")),
        };
    }
}
