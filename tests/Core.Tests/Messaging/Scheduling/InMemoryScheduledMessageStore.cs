using System.Globalization;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Scheduling;

namespace Serverless.Core.Tests.Messaging.Scheduling;

/// <summary>Messages that wait in memory, for tests of what uses such a store.</summary>
public sealed class InMemoryScheduledMessageStore : IScheduledMessageStore
{
    private readonly Lock gate = new();
    private readonly Dictionary<(string Place, string Key), StoredScheduledMessage> messages = [];
    private long version;

    /// <summary>All that is there, moved or not.</summary>
    public IReadOnlyList<ScheduledMessage> All => Run(() => messages.Values.Select(stored => stored.Message).ToArray()).Result;

    public Task<StoredScheduledMessage?> FindAsync(StreamId place, string key, CancellationToken cancellationToken) =>
        Run(() => messages.GetValueOrDefault((place.ToString(), key)));

    public Task<bool> TryAddAsync(ScheduledMessage message, CancellationToken cancellationToken) => Run(() => messages.TryAdd(KeyOf(message), Stored(message)));

    public Task<StoredScheduledMessage?> TryReplaceAsync(StoredScheduledMessage current, ScheduledMessage next, CancellationToken cancellationToken) =>
        Run(() => IsCurrent(current) ? messages[KeyOf(next)] = Stored(next) : null);

    public Task<bool> TryRemoveAsync(StoredScheduledMessage current, CancellationToken cancellationToken) =>
        Run(() => IsCurrent(current) && messages.Remove(KeyOf(current.Message)));

    public Task<IReadOnlyList<StoredScheduledMessage>> ListAsync(
        StreamId place, SchedulePosition? after, DateTimeOffset? dueBy, int limit, CancellationToken cancellationToken) =>
        Run<IReadOnlyList<StoredScheduledMessage>>(() =>
        {
            var bytes = 0L;
            return
            [
                .. messages.Values
                    .Where(stored => stored.Message.Place == place && stored.Message.MovedTo is null)
                    .Where(stored => !(stored.Message.DueAt > dueBy) && (after is null || string.CompareOrdinal(stored.Message.Position.ToString(), after.ToString()) > 0))
                    .OrderBy(stored => stored.Message.Position.ToString(), StringComparer.Ordinal)
                    .Take(limit)
                    .TakeWhile(stored => (bytes += stored.Message.Body.Length) - stored.Message.Body.Length < IScheduledMessageStore.PageBytes),
            ];
        });

    public Task<IReadOnlyList<StreamId>> ListPlacesAsync(DateTimeOffset now, StreamId? after, int limit, CancellationToken cancellationToken) =>
        Run<IReadOnlyList<StreamId>>(() =>
        [
            .. messages.Values
                .Where(stored => stored.Message.MovedTo is null && stored.Message.DueAt <= now)
                .Select(stored => stored.Message.Place.ToString())
                .Distinct()
                .Order(StringComparer.Ordinal)
                .Where(place => string.CompareOrdinal(place, after?.ToString()) > 0)
                .Take(limit)
                .Select(StreamId.Parse),
        ]);

    public Task<bool> PurgeAsync(StreamId place, CancellationToken cancellationToken) => Remove(message => message.Place == place);

    public Task<bool> ForgetAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        Remove(message => message.MovedTo is not null && message.RecognisedUntil <= now);

    private Task<bool> Remove(Func<ScheduledMessage, bool> isMeant) => Run(() =>
    {
        foreach (var stored in messages.Values.Where(stored => isMeant(stored.Message)).ToArray())
        {
            messages.Remove(KeyOf(stored.Message));
        }

        return true;
    });

    private bool IsCurrent(StoredScheduledMessage current) => messages.GetValueOrDefault(KeyOf(current.Message))?.ETag == current.ETag;

    private StoredScheduledMessage Stored(ScheduledMessage message) => new(message, (++version).ToString(CultureInfo.InvariantCulture));

    private static (string, string) KeyOf(ScheduledMessage message) => (message.Place.ToString(), message.Key);

    private Task<T> Run<T>(Func<T> operation)
    {
        lock (gate)
        {
            return Task.FromResult(operation());
        }
    }
}
