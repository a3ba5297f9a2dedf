using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Storage;

namespace Serverless.Core.Messaging.Cursors;

/// <summary>Takes commands to cursors: those of this process for one cursor share its writes.</summary>
public sealed class CursorWriters(
    ICursorStore cursors,
    IMessageLog log,
    LogEntryCache entries,
    StoreRetry retry,
    RandomNumberGenerator random,
    TimeProvider time,
    ILogger<CursorWriters> logger)
{
    private const int MaxRemembered = 10_000;

    private readonly ConcurrentDictionary<CursorId, CursorWriter> writers = new();

    /// <summary>Applies commands as one change.</summary>
    /// <param name="cancellationToken">Ends the wait; what was begun is completed.</param>
    /// <exception cref="StoreUnavailableException">The store does not answer; the commands may have had their effect.</exception>
    /// <exception cref="WriteConflictException">Others changed the cursor all the while.</exception>
    public Task<CursorAnswer> RunAsync(CursorTarget target, IReadOnlyList<CursorCommand> commands, CancellationToken cancellationToken) =>
        WriterOf(target.Id).RunAsync(target, commands).WaitAsync(cancellationToken);

    // Two writers of one cursor get into each other's way, and no more: it is safe to forget one that is at work.
    private CursorWriter WriterOf(CursorId id)
    {
        if (writers.Count >= MaxRemembered)
        {
            writers.Clear();
        }

        return writers.GetOrAdd(
            id, static (id, all) => new CursorWriter(id, all.Cursors, all.Attempts, all.Retry), (Cursors: cursors, Attempts: attempts, Retry: retry));
    }

    private readonly CursorAttempts attempts = new(cursors, log, entries, random, time, logger);
}
