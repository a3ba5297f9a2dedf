using System.Collections.Immutable;
using System.Globalization;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Cursors;

namespace Serverless.Core.Tests.Messaging.Cursors;

/// <summary>Cursors in memory, kept as the documents that stores keep.</summary>
public sealed class InMemoryCursorStore : ICursorStore
{
    private readonly Lock gate = new();
    private readonly Dictionary<CursorId, (byte[] Document, string ETag)> cursors = [];
    private readonly Dictionary<(CursorId Id, long Page), byte[]> pages = [];
    private readonly Dictionary<CursorId, DateTimeOffset> closed = [];
    private long version;

    /// <summary>Hears of every write: what was there before, and after.</summary>
    public Action<CursorId, CursorState?, CursorState?>? Changed { get; set; }

    /// <summary>Hears of every cursor that is closed.</summary>
    public Action<CursorId>? Closed { get; set; }

    /// <summary>Every cursor as it is now.</summary>
    public IReadOnlyList<StoredCursor> All
    {
        get
        {
            lock (gate)
            {
                return [.. cursors.Select(pair => Read(pair.Key)!)];
            }
        }
    }

    public int Reads { get; private set; }

    public int Writes { get; private set; }

    public Task<StoredCursor?> FindAsync(CursorId id, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            Reads++;
            return Task.FromResult(Read(id));
        }
    }

    public Task<bool> TryAddAsync(CursorId id, CursorState state, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            var isAdded = !closed.ContainsKey(id) && cursors.TryAdd(id, (CursorCodec.Write(state), NextVersion()));
            if (isAdded)
            {
                Changed?.Invoke(id, null, state);
            }

            return Task.FromResult(isAdded);
        }
    }

    public Task<StoredCursor?> TryReplaceAsync(StoredCursor current, CursorChange next, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (!cursors.TryGetValue(current.Id, out var found) || found.ETag != current.ETag)
            {
                return Task.FromResult<StoredCursor?>(null);
            }

            Writes++;
            cursors[current.Id] = (CursorCodec.Write(next.State), NextVersion());
            foreach (var page in next.AddedPages)
            {
                pages.Add((current.Id, page.Id), ParkedCodec.WritePage(page));
            }

            foreach (var page in next.DroppedPages)
            {
                pages.Remove((current.Id, page));
            }

            var written = Read(current.Id);
            Changed?.Invoke(current.Id, CursorCodec.Read(found.Document), written!.State);
            return Task.FromResult<StoredCursor?>(written);
        }
    }

    public Task<ImmutableArray<ParkedMessage>?> FindPageAsync(CursorId id, long page, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return Task.FromResult<ImmutableArray<ParkedMessage>?>(pages.TryGetValue((id, page), out var document) ? ParkedCodec.ReadPage(document) : null);
        }
    }

    public Task CloseAsync(CursorId id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            foreach (var (old, _) in closed.Where(pair => pair.Value < now - ICursorStore.ClosedFor).ToArray())
            {
                closed.Remove(old);
            }

            closed[id] = now;
            cursors.Remove(id);
            foreach (var page in pages.Keys.Where(page => page.Id == id).ToArray())
            {
                pages.Remove(page);
            }

            Closed?.Invoke(id);
            return Task.CompletedTask;
        }
    }

    public Task<IReadOnlyDictionary<string, long>> FindFloorsAsync(StreamId stream, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, long>>(
            All.Where(cursor => cursor.Id.Stream == stream).ToDictionary(cursor => cursor.Id.SubscriptionId, cursor => cursor.State.LowestUndone));

    private StoredCursor? Read(CursorId id) =>
        cursors.TryGetValue(id, out var found) ? new StoredCursor(id, CursorCodec.Read(found.Document), found.ETag) : null;

    private string NextVersion() => (++version).ToString(CultureInfo.InvariantCulture);
}
