using BitFaster.Caching.Lru;
using Microsoft.Azure.Cosmos;
using Serverless.Core.Messaging.Log;

namespace Serverless.Core.Messaging.Cosmos;

/// <summary>
/// Removing entries, a transaction of up to 100 of them and 1 MB at a time, the lowest first. Those whose time is over are left
/// to the service, which removes them within a day and is paid for that only with what nobody else uses.
/// </summary>
public sealed partial class CosmosMessageLog
{
    private const int RemovedAtOnce = 100;

    // Longer than is promised, because the service's clock is another one.
    private static readonly int ClosedSeconds = (int)(2 * IMessageLog.ClosedFor).TotalSeconds;

    /// <summary>A transaction of many large entries costs thousands of units, and one that is too large is refused.</summary>
    private const int RemovedBytesAtOnce = 1_048_576;

    private const string Below = "SELECT c.id, c.pk, c.seq, c.count, c.commit, c.at, c.size, c.keptUntil FROM c WHERE c.pk = @pk AND c.seq >= @from AND c.seq < @low ORDER BY c.pk, c.seq";

    /// <summary>By partition, the number up to which entries are left to the service.</summary>
    private readonly ConcurrentLru<string, long> left = new(10_000);

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

            if (!await RemoveOrLeaveAsync(head.Partition, low, cancellationToken))
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
            if (!await RemoveAllAsync(CosmosPartition.Of(stream, segment), cancellationToken))
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

    /// <summary>Whether all entries that lie wholly below are gone, or will go by themselves.</summary>
    private async Task<bool> RemoveOrLeaveAsync(string partition, long low, CancellationToken cancellationToken)
    {
        var entries = await LowestAsync(partition, left.TryGet(partition, out var from) ? from : StreamHead.FirstNumber, low, cancellationToken);
        if (entries.Length == 0 || !IsLeft(entries[0]))
        {
            return await RemoveAsync(partition, entries, cancellationToken);
        }

        left.AddOrUpdate(partition, await PassAsync(partition, entries, low, cancellationToken));
        return false;
    }

    /// <summary>The first number below that is not left to the service; those before it all are, because entries end in their order.</summary>
    private async Task<long> PassAsync(string partition, CosmosEntry[] lowest, long low, CancellationToken cancellationToken)
    {
        var (first, end) = (lowest[^1].First + lowest[^1].Count, low);
        if (Array.Find(lowest, entry => !IsLeft(entry)) is { } kept)
        {
            return kept.First;
        }

        while (first < end && lowest.Length > RemovedAtOnce)
        {
            var middle = first + ((end - first) / 2);
            var entry = await FindUpToAsync(partition, middle, cancellationToken);
            (first, end) = entry is null || IsLeft(entry)
                ? (Math.Max(middle + 1, entry?.First + entry?.Count ?? 0), end)
                : (first, Math.Max(entry.First, first));
        }

        return first;
    }

    private bool IsLeft(CosmosEntry entry) => entry.KeptUntil <= time.GetUtcNow();

    private async Task<bool> RemoveAllAsync(string partition, CancellationToken cancellationToken) =>
        await RemoveAsync(partition, await LowestAsync(partition, StreamHead.FirstNumber, long.MaxValue, cancellationToken), cancellationToken);

    private ValueTask<CosmosEntry[]> LowestAsync(string partition, long from, long low, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition(Below).WithParameter("@from", from).WithParameter("@low", low);
        return documents.QueryAsync(partition, query, RemovedAtOnce + 1, CosmosMessagesJson.Default.CosmosPageCosmosEntry, cancellationToken)
            .Where(entry => entry.First + entry.Count <= low)
            .Take(RemovedAtOnce + 1)
            .ToArrayAsync(cancellationToken);
    }

    /// <summary>Whether all of these entries are gone.</summary>
    private async Task<bool> RemoveAsync(string partition, CosmosEntry[] entries, CancellationToken cancellationToken)
    {
        var removed = Together(entries);
        var areRemoved = removed.Length switch
        {
            0 => true,
            1 => await TryRemoveAsync(partition, removed[0], cancellationToken),
            _ => await documents.TryApplyAsync(partition, batch => Array.ForEach(removed, id => batch.DeleteItem(id, NoContent)), cancellationToken) is not null,
        };

        // What somebody else has removed in between is missing from the next look.
        return areRemoved && removed.Length == entries.Length;
    }

    // The first in any case; one whose size is not known may be of the greatest.
    private static string[] Together(CosmosEntry[] entries)
    {
        var (count, bytes) = (0, 0L);
        while (count < Math.Min(entries.Length, RemovedAtOnce) && (count == 0 || bytes + SizeOf(entries[count]) <= RemovedBytesAtOnce))
        {
            bytes += SizeOf(entries[count++]);
        }

        return [.. entries.Take(count).Select(entry => entry.Id)];
    }

    private static int SizeOf(CosmosEntry entry) => entry.Size ?? PackedEntry.MaxBytes;

    private Task<bool> TryRemoveAsync(string partition, string id, CancellationToken cancellationToken) =>
        documents.TryDeleteAsync(partition, id, version: null, cancellationToken);
}
