using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Serverless.Core.Storage;

namespace Serverless.Core.Auditing;

/// <summary>
/// Keeps who changed what for 30 days. The intent is stored before the change, so that none goes unseen; a crash between
/// the two leaves the intent unconfirmed.
/// </summary>
public sealed partial class AuditTrail(IAuditStore store, StoreRetry retry, RandomNumberGenerator random, TimeProvider time, ILogger<AuditTrail> logger)
{
    /// <summary>How long a record is shown.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>Characters of a page, about.</summary>
    private const int MaxSize = 500_000;

    /// <summary>Of a record without its texts.</summary>
    private const int SizeOfRest = 200;

    private const int IdBytes = 12;
    private const int RemovedAtOnce = 100;
    private const int MaxRemovals = 100;

    /// <summary>Stores what is going to be changed.</summary>
    /// <param name="id">The request's own id; null for none.</param>
    /// <returns>To be handed to <see cref="EndAsync"/>.</returns>
    /// <exception cref="StoreUnavailableException">It was not stored: the change must not be made.</exception>
    public async Task<AuditRecord> BeginAsync(string actor, string owner, string action, string resource, string? name, string? id, CancellationToken cancellationToken)
    {
        var intent = new AuditRecord
        {
            Id = NextId(),
            At = time.GetUtcNow().ToMilliseconds(),
            Actor = actor,
            Owner = owner,
            Action = action,
            Resource = resource,
            Name = name,
            RequestId = id,
        }.Bounded();
        await PutAsync(intent, cancellationToken);
        return intent;
    }

    /// <summary>Stores how a change ended. Where that can't be stored, it stays unconfirmed: what was answered holds.</summary>
    /// <param name="status">The HTTP status of the answer.</param>
    public async Task EndAsync(AuditRecord intent, int status)
    {
        try
        {
            // Whether or not the client waits: what was done is done.
            await PutAsync(intent.EndedBy(status).Bounded(), CancellationToken.None);
        }
        catch (StoreUnavailableException exception)
        {
            LogUnconfirmed(logger, intent.Action, intent.Resource, intent.Id, exception);
        }
    }

    /// <summary>Records of the last 30 days, the newest first.</summary>
    /// <param name="limit">1-1,000; a page of long texts holds fewer.</param>
    /// <returns>The records, and where the next page begins; null at the end.</returns>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    public async Task<(IReadOnlyList<AuditRecord> Records, AuditPlace? Next)> ListAsync(AuditPlace? after, int limit, CancellationToken cancellationToken)
    {
        var found = await store.ListAsync(time.GetUtcNow() - Kept, after, limit + 1, cancellationToken);
        var size = 0;
        var page = found.Take(limit).TakeWhile((record, index) => (size += SizeOf(record)) <= MaxSize || index == 0).ToArray();
        return (page, page.Length < found.Count ? AuditPlace.Of(page[^1]) : null);
    }

    /// <summary>Removes the days that are not shown any more; what a run leaves, the next one finds.</summary>
    /// <returns>How many records it removed.</returns>
    /// <exception cref="StoreUnavailableException">The store does not answer; another run comes.</exception>
    public async Task<int> RemoveExpiredAsync(CancellationToken cancellationToken)
    {
        var firstKept = DateOnly.FromDateTime((time.GetUtcNow() - Kept).UtcDateTime);
        var removed = 0;
        for (var round = 0; round < MaxRemovals; round++)
        {
            var count = await store.RemoveAsync(firstKept, RemovedAtOnce, cancellationToken);
            removed += count;
            if (count < RemovedAtOnce)
            {
                break;
            }
        }

        return removed;
    }

    private async Task PutAsync(AuditRecord record, CancellationToken cancellationToken) => await retry.RunAsync(
        async token =>
        {
            await store.PutAsync(record, token);
            return true;
        },
        cancellationToken);

    private string NextId()
    {
        Span<byte> bytes = stackalloc byte[IdBytes];
        random.GetBytes(bytes);
        return Base64Url.EncodeToString(bytes);
    }

    private static int SizeOf(AuditRecord record) =>
        SizeOfRest + record.Actor.Length + record.Owner.Length + (record.Name?.Length ?? 0) + (record.RequestId?.Length ?? 0);

    [LoggerMessage(LogLevel.Warning, "How '{Action}' of a {Resource} ended could not be recorded: it stays unconfirmed in the audit ({Id}).")]
    private static partial void LogUnconfirmed(ILogger logger, string action, string resource, string id, Exception exception);
}
