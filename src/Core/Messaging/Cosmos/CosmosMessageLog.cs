using System.Diagnostics.CodeAnalysis;
using Microsoft.Azure.Cosmos;
using Serverless.Core.Cosmos;
using Serverless.Core.Messaging.Log;

namespace Serverless.Core.Messaging.Cosmos;

/// <summary>
/// The log in Cosmos DB. A segment is a partition; a commit is one transaction of its head and its entry, the head first, so
/// that a lost race fails before anything large is looked at. Sealing replaces the head by a sealed one and then begins the
/// next segment with a head of its own, which whoever finds it missing makes.
/// </summary>
public sealed partial class CosmosMessageLog(CosmosAccount account, TimeProvider time) : IMessageLog
{
    private static readonly TransactionalBatchItemRequestOptions NoContent = new() { EnableContentResponseOnWrite = false };

    private readonly CosmosDocuments documents = account.Open(CosmosContainers.Log);

    [field: MaybeNull]
    private CosmosSegments Segments => field ??= new CosmosSegments(documents);

    public async Task<StoredHead> FindHeadAsync(StreamId stream, CancellationToken cancellationToken) =>
        StoredOf(stream, await Segments.FindOpenAsync(stream, cancellationToken));

    public async Task<StoredHead> ConfirmHeadAsync(StreamId stream, CancellationToken cancellationToken)
    {
        var head = await Segments.FindOpenAsync(stream, cancellationToken);
        head = await ConfirmAsync(stream, head?.Head.Segment ?? 0, cancellationToken);
        while (head is { IsSealed: true })
        {
            // It was sealed in between, or before without this process seeing it. Whoever did may not have made the next yet.
            head = await ConfirmAsync(stream, head.Head.Segment + 1, cancellationToken) ?? await Segments.FollowAsync(stream, head, cancellationToken);
        }

        return StoredOf(stream, head);
    }

    public async Task<StoredHead?> TryCommitAsync(LogCommit commit, CancellationToken cancellationToken)
    {
        var (stream, partition) = (commit.Current.Stream, CosmosPartition.Of(commit.Current.Stream, commit.Next.Segment));
        if (!commit.Current.Head.Active)
        {
            await MarkActiveAsync(stream, cancellationToken);
        }

        var next = (await AfterAsync(commit.Current, cancellationToken)).With(commit);
        var version = await documents.TryApplyAsync(partition, batch => Add(batch, commit, next), cancellationToken);
        if (version is not null)
        {
            Segments.Remember(stream, next with { ETag = version });
            return new StoredHead(stream, commit.Next, version);
        }

        // What was refused may be the repetition of a request whose answer did not reach the SDK. The next commit is told of
        // the head that it is no more the last one, if so, by its own refusal.
        return await IsCommittedAsync(partition, commit.Entry, cancellationToken)
            ? new StoredHead(stream, commit.Next, commit.Current.ETag)
            : null;
    }

    public async Task<StoredHead?> TryReplaceHeadAsync(StoredHead current, StreamHead next, CancellationToken cancellationToken)
    {
        if (next.Active && !current.Head.Active)
        {
            await MarkActiveAsync(current.Stream, cancellationToken);
        }

        // Read before the head says so: whoever publishes after that makes the mark another one, which is not removed.
        var mark = next.Active ? null : await FindMarkAsync(current.Stream, cancellationToken);
        var replaced = await TryWriteAsync(current, await AfterAsync(current, cancellationToken) with { Head = next }, cancellationToken);
        if (replaced is not null && mark is not null)
        {
            await UnmarkAsync(mark, cancellationToken);
        }

        return replaced;
    }

    public async Task<StoredHead?> TrySealAsync(StoredHead current, CancellationToken cancellationToken)
    {
        var closing = await AfterAsync(current, cancellationToken) with { IsSealed = true };
        return await TryWriteAsync(current, closing, cancellationToken) is null
            ? null
            : StoredOf(current.Stream, await Segments.FindOpenAsync(current.Stream, cancellationToken));
    }

    private async Task<CosmosHead?> ConfirmAsync(StreamId stream, int segment, CancellationToken cancellationToken)
    {
        var partition = CosmosPartition.Of(stream, segment);
        await documents.PutAsync(CosmosFence.In(partition), CosmosMessagesJson.Default.CosmosFence, cancellationToken);
        return await Segments.ReadAsync(stream, segment, cancellationToken);
    }

    private async Task<StoredHead?> TryWriteAsync(StoredHead current, CosmosHead next, CancellationToken cancellationToken)
    {
        var version = current.ETag is null
            ? await documents.TryCreateAsync(next, CosmosMessagesJson.Default.CosmosHead, cancellationToken)
            : await documents.TryReplaceAsync(next with { ETag = current.ETag }, CosmosMessagesJson.Default.CosmosHead, cancellationToken);
        if (version is null)
        {
            return null;
        }

        if (!next.IsSealed)
        {
            Segments.Remember(current.Stream, next with { ETag = version });
        }

        return new StoredHead(current.Stream, next.Head, version);
    }

    // What a head says beside what all stores keep, every later one of its segment repeats.
    private async ValueTask<CosmosHead> AfterAsync(StoredHead current, CancellationToken cancellationToken)
    {
        var before = current.ETag is null ? null : await Segments.FindAsync(current, cancellationToken);
        return new CosmosHead
        {
            Id = CosmosHead.FixedId,
            Partition = CosmosPartition.Of(current.Stream, current.Head.Segment),
            Head = current.Head,
            Start = before?.Start ?? StreamHead.FirstNumber,
            KeptUntil = before?.KeptUntil,
        };
    }

    private static void Add(TransactionalBatch batch, LogCommit commit, CosmosHead next)
    {
        var head = CosmosDocuments.Content(next, CosmosMessagesJson.Default.CosmosHead);
        _ = commit.Current.ETag is { } version
            ? batch.ReplaceItemStream(next.Id, head, new TransactionalBatchItemRequestOptions { IfMatchEtag = version, EnableContentResponseOnWrite = false })
            : batch.CreateItemStream(head, NoContent);
        batch.CreateItemStream(
            CosmosDocuments.Content(
                CosmosEntry.Of(next.Partition, commit.Entry, commit.KeptFor is null ? null : next.KeptUntil), CosmosMessagesJson.Default.CosmosEntry),
            NoContent);
        foreach (var published in CosmosPublishedIds.Of(next.Partition, commit))
        {
            batch.UpsertItemStream(CosmosDocuments.Content(published, CosmosMessagesJson.Default.CosmosPublishedIds), NoContent);
        }
    }

    private async Task<bool> IsCommittedAsync(string partition, PackedEntry entry, CancellationToken cancellationToken) =>
        await FindUpToAsync(partition, entry.First, cancellationToken) is { } found && found.First == entry.First && found.Commit == entry.CommitId;

    private static StoredHead StoredOf(StreamId stream, CosmosHead? head) =>
        head is null ? new StoredHead(stream, StreamHead.Initial, null) : new StoredHead(stream, head.Head, head.ETag);
}
