using Microsoft.Extensions.Logging;
using Serverless.Core.Storage;

namespace Serverless.Core.Access;

/// <summary>
/// Notes on which day each key was used last, after the request and not within it. A note that a crash or an outage takes is
/// made again by a later request of that day: what is shown is a lower bound.
/// </summary>
public sealed partial class ApiKeyUses
{
    private const int AtOnce = 16;

    private readonly IApiKeyStore store;
    private readonly StoreRetry retry;
    private readonly ILogger<ApiKeyUses> logger;
    private readonly GatheringWriter<(string Id, DateOnly Day), IReadOnlyList<(string Id, DateOnly Day)>> writer;

    public ApiKeyUses(IApiKeyStore store, StoreRetry retry, ILogger<ApiKeyUses> logger)
    {
        this.store = store;
        this.retry = retry;
        this.logger = logger;
        writer = new(Take, WriteAsync);
    }

    /// <summary>Waits for nothing and never fails.</summary>
    public void Note(string id, DateOnly day) => writer.Add((id, day));

    private static List<(string Id, DateOnly Day)>? Take(Queue<(string Id, DateOnly Day)> waiting)
    {
        var taken = new List<(string Id, DateOnly Day)>();
        while (taken.Count < AtOnce && waiting.TryDequeue(out var use))
        {
            taken.Add(use);
        }

        return taken.Count == 0 ? null : taken;
    }

    private Task WriteAsync(IReadOnlyList<(string Id, DateOnly Day)> uses) => Task.WhenAll(uses.Select(use => WriteAsync(use.Id, use.Day)));

    private async Task WriteAsync(string id, DateOnly day)
    {
        try
        {
            await retry.RunAsync(
                async token => await store.TryMarkUsedAsync(id, day, token) ? true : throw new WriteConflictException(),
                CancellationToken.None);
        }
        catch (Exception exception)
        {
            LogLost(id, exception);
        }
    }

    [LoggerMessage(LogLevel.Warning, "That the API key {KeyId} was used today could not be noted.")]
    private partial void LogLost(string keyId, Exception exception);
}
