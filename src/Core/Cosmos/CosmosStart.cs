using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Serverless.Core.Storage;

namespace Serverless.Core.Cosmos;

/// <summary>
/// Looks at the account when the app starts, so that one that can't be used ends the start. One that does not answer does
/// not: the other systems work without it.
/// </summary>
public sealed partial class CosmosStart(CosmosAccount account, ILogger<CosmosStart> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await account.ReadyAsync(cancellationToken);
        }
        catch (StoreUnavailableException exception)
        {
            LogUnavailable(logger, exception);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(LogLevel.Warning, "Cosmos DB does not answer at the start; it is asked again when it is needed.")]
    private static partial void LogUnavailable(ILogger logger, Exception exception);
}
