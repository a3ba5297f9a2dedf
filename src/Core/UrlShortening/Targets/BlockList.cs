using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Serverless.Core.UrlShortening.Targets;

/// <summary>The blocked hosts of the settings, read anew when the configuration is.</summary>
public sealed partial class BlockList : IDisposable
{
    private readonly ILogger<BlockList> logger;
    private readonly IDisposable? subscription;
    private volatile BlockedHosts current;

    public BlockList(IOptionsMonitor<LinksOptions> options, ILogger<BlockList> logger)
    {
        this.logger = logger;
        current = Read(options.CurrentValue);
        subscription = options.OnChange(changed => current = Read(changed));
    }

    public BlockedHosts Current => current;

    public void Dispose() => subscription?.Dispose();

    private BlockedHosts Read(LinksOptions options) => new(options.BlockedHosts, LogUnreadable);

    [LoggerMessage(LogLevel.Warning, "Links:BlockedHosts: '{Entry}' is no host and blocks nothing.")]
    private partial void LogUnreadable(string entry);
}
