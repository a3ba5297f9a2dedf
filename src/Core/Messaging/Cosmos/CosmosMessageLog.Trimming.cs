using Microsoft.Azure.Cosmos;
using Serverless.Core.Messaging.Log;

namespace Serverless.Core.Messaging.Cosmos;

/// <summary>Removing entries, a transaction of up to 100 at a time, the lowest first.</summary>
public sealed partial class CosmosMessageLog
{
    private const int RemovedAtOnce = 100;

    // Longer than is promised, because the service's clock is another one.
    private static readonly int ClosedSeconds = (int)(2 * IMessageLog.ClosedFor).TotalSeconds;

    private const string Below = "SELECT c.id, c.pk, c.seq, c.count, c.commit, c.at FROM c WHERE c.pk = @pk AND c.seq < @low ORDER BY c.seq";

    public async Task<bool> TrimAsync(StreamId stream, long low, CancellationToken cancellationToken)
    {
        if (await Segments.FindOpenAsync(stream, cancellationToken) is not { } open)
        {
            await UnmarkIdleAsync(stream, cancellationToken);
            return true;
        }

        var (first, segment) = (await FindTrimmedAsync(stream, open, cancellationToken), 0);
        for (segment = first; segment <= open.Head.Segment; segment++)
        {
            var head = segment == open.Head.Segment ? open : await Segments.ClosedAsync(stream, segment, cancellationToken);
            if (head.Start >= low)
            {
                break;
            }

            if (!await RemoveAsync(head.Partition, low, cancellationToken))
            {
                return false;
            }

            if (head.Head.Next > low)
            {
                break;
            }
        }

        await RememberTrimmedAsync(stream, first, Math.Min(segment, open.Head.Segment), cancellationToken);
        if (!open.Head.Active)
        {
            await UnmarkIdleAsync(stream, cancellationToken);
        }

        return true;
    }

    public async Task<bool> PurgeAsync(StreamId stream, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await FindMarkAsync(stream, cancellationToken) is { } mark)
        {
            await UnmarkAsync(mark, cancellationToken);
        }

        if (await Segments.FindOpenAsync(stream, cancellationToken) is not { } open)
        {
            return true;
        }

        var first = await FindTrimmedAsync(stream, open, cancellationToken);
        for (var segment = first; segment <= open.Head.Segment; segment++)
        {
            if (!await RemoveAsync(CosmosPartition.Of(stream, segment), long.MaxValue, cancellationToken))
            {
                return false;
            }
        }

        return await ExpireHeadsAsync(stream, open, cancellationToken);
    }

    // From the last to the first, so that the first, which says how many there are, is the last to go. Ids expire by themselves.
    private async Task<bool> ExpireHeadsAsync(StreamId stream, CosmosHead open, CancellationToken cancellationToken)
    {
        for (var segment = open.Head.Segment; segment >= 0; segment--)
        {
            var head = await Segments.ReadAsync(stream, segment, cancellationToken);
            if (head is { TimeToLive: null }
                && await documents.TryReplaceAsync(head with { TimeToLive = ClosedSeconds }, CosmosMessagesJson.Default.CosmosHead, cancellationToken) is null)
            {
                return false;
            }
        }

        return true;
    }

    private async ValueTask<int> FindTrimmedAsync(StreamId stream, CosmosHead open, CancellationToken cancellationToken) =>
        open.Head.Segment == 0 ? 0 : (await Segments.ReadAsync(stream, 0, cancellationToken))?.Trimmed ?? 0;

    private async Task RememberTrimmedAsync(StreamId stream, int before, int trimmed, CancellationToken cancellationToken)
    {
        if (trimmed > before)
        {
            await Segments.HintAsync(stream, first => first.Trimmed < trimmed ? first with { Trimmed = trimmed } : null, cancellationToken);
        }
    }

    /// <summary>Whether all entries that lie wholly below are gone.</summary>
    private async Task<bool> RemoveAsync(string partition, long low, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition(Below).WithParameter("@low", low);
        var entries = await documents.QueryAsync(partition, query, RemovedAtOnce + 1, CosmosMessagesJson.Default.CosmosPageCosmosEntry, cancellationToken)
            .Where(entry => entry.First + entry.Count <= low)
            .Take(RemovedAtOnce + 1)
            .Select(entry => entry.Id)
            .ToArrayAsync(cancellationToken);
        string[] removed = [.. entries.Take(RemovedAtOnce)];
        var areRemoved = removed.Length switch
        {
            0 => true,
            1 => await TryRemoveAsync(partition, removed[0], cancellationToken),
            _ => await documents.TryApplyAsync(partition, batch => Array.ForEach(removed, id => batch.DeleteItem(id, NoContent)), cancellationToken) is not null,
        };

        // What somebody else has removed in between is missing from the next look.
        return areRemoved && entries.Length <= RemovedAtOnce;
    }

    private Task<bool> TryRemoveAsync(string partition, string id, CancellationToken cancellationToken) =>
        documents.TryDeleteAsync(partition, id, version: null, cancellationToken);
}
