namespace Serverless.LocalHost.Triggers;

/// <summary>What <c>host.json</c> says to the host, with the real host's defaults for what it leaves out.</summary>
/// <param name="RoutePrefix">Comes before every HTTP function's route; empty for none.</param>
public sealed record HostSettings(string RoutePrefix, QueueSettings Queues)
{
    /// <summary>For as many as there are.</summary>
    public const int Unlimited = -1;

    private const string FileName = "host.json";

    /// <summary>HTTP functions that run at a time; <see cref="Unlimited"/> or at least 1.</summary>
    public int MaxConcurrentRequests { get; init; } = Unlimited;

    /// <summary>Those with the requests that wait for their turn; beyond it, the host answers 429.</summary>
    public int MaxOutstandingRequests { get; init; } = Unlimited;

    /// <summary>Reads the <c>host.json</c> beside the binary.</summary>
    public static HostSettings Read() => Read(Path.Combine(AppContext.BaseDirectory, FileName));

    /// <param name="path">Absolute path of a <c>host.json</c>; one that doesn't exist means the defaults.</param>
    public static HostSettings Read(string path)
    {
        var extensions = new ConfigurationBuilder().AddJsonFile(path, optional: true).Build().GetSection("extensions");
        return new HostSettings(extensions["http:routePrefix"] ?? "api", QueueSettings.From(extensions.GetSection("queues")))
        {
            MaxConcurrentRequests = extensions.GetValue("http:maxConcurrentRequests", Unlimited),
            MaxOutstandingRequests = extensions.GetValue("http:maxOutstandingRequests", Unlimited),
        };
    }
}
