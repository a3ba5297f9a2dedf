using System.Collections.Concurrent;
using Serverless.LocalHost.Triggers.Timers;

namespace Serverless.Functions.Tests.LocalHost.Triggers.Timers;

/// <summary>Timer statuses for a test, and a way to make the store fail.</summary>
internal sealed class InMemoryTimerStatusStore : ITimerStatusStore
{
    private readonly ConcurrentDictionary<string, TimerStatus> statuses = new();

    public Events<TimerStatus> Saved { get; } = new();

    public Exception? Failure { get; set; }

    public Task<TimerStatus?> FindAsync(string function, CancellationToken cancellationToken) =>
        Failure is { } failure ? Task.FromException<TimerStatus?>(failure) : Task.FromResult(statuses.GetValueOrDefault(function));

    public Task SaveAsync(string function, TimerStatus status, CancellationToken cancellationToken)
    {
        if (Failure is { } failure)
        {
            return Task.FromException(failure);
        }

        statuses[function] = status;
        Saved.Add(status);
        return Task.CompletedTask;
    }
}
