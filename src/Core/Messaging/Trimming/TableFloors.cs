using Azure;
using Azure.Data.Tables;
using Serverless.Core.Azure;
using Serverless.Core.Messaging.Cursors;

namespace Serverless.Core.Messaging.Trimming;

/// <summary>
/// Floors of cursors in Table Storage: a partition a stream, a row a subscription. A row is raised only in the version that
/// was read before the cursor was written or read, and lowered, whatever it is, before the cursor is.
/// </summary>
public sealed class TableFloors(TableStorage storage, TimeProvider time)
{
    private const string Floor = "Floor";
    private const string HeldUntil = "HeldUntil";

    /// <summary>Longer than a write of the cursor can still be on its way.</summary>
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(60);

    private readonly TableRows rows = storage.Open("Floors");

    public async Task<TableFloor?> FindAsync(CursorId id, CancellationToken cancellationToken) =>
        await rows.FindAsync(id.Stream.ToString(), id.SubscriptionId, cancellationToken) is { } row ? Read(id.Stream, row) : null;

    public async Task<IReadOnlyList<TableFloor>> ListAsync(StreamId stream, CancellationToken cancellationToken)
    {
        var found = await rows.ListAsync(TableClient.CreateQueryFilter($"PartitionKey eq {stream.ToString()}"), int.MaxValue, cancellationToken);
        return [.. found.Select(row => Read(stream, row))];
    }

    /// <summary>Adds a row; false if there is one, which stays as it is.</summary>
    public Task<bool> TryAddAsync(CursorId id, long floor, CancellationToken cancellationToken) => rows.TryAddAsync(Write(id, floor), cancellationToken);

    /// <summary>Says a lower floor, before the cursor is moved back to it.</summary>
    public Task LowerAsync(CursorId id, long floor, CancellationToken cancellationToken)
    {
        var row = Write(id, floor);
        row[HeldUntil] = time.GetUtcNow() + Hold;
        return rows.PutAsync(row, cancellationToken);
    }

    /// <summary>Says a higher floor, unless the row has changed since it was read.</summary>
    public Task<bool> TryRaiseAsync(TableFloor current, long floor, CancellationToken cancellationToken) =>
        rows.TryReplaceAsync(Write(current.Id, floor), current.Version, cancellationToken);

    public Task DeleteAsync(CursorId id, CancellationToken cancellationToken) =>
        rows.TryDeleteAsync(id.Stream.ToString(), id.SubscriptionId, cancellationToken);

    private static TableEntity Write(CursorId id, long floor) => new(id.Stream.ToString(), id.SubscriptionId) { [Floor] = floor };

    private TableFloor Read(StreamId stream, TableEntity row) => new(
        new CursorId(row.RowKey, stream),
        row.GetInt64(Floor)!.Value,
        row.GetDateTimeOffset(HeldUntil) > time.GetUtcNow(),
        row.ETag);
}

/// <summary>A cursor's floor as mirrored: it may lag behind, never run ahead.</summary>
/// <param name="IsHeld">Whether it was lowered lately: the cursor may not have followed yet.</param>
public sealed record TableFloor(CursorId Id, long Floor, bool IsHeld, ETag Version);
