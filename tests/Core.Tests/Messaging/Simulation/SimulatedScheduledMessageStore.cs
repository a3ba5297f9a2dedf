using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Scheduling;

namespace Serverless.Core.Tests.Messaging.Simulation;

/// <summary>What an instance sees of the messages that wait.</summary>
internal sealed class SimulatedScheduledMessageStore(IScheduledMessageStore inner, CallGate gate, int instance, Replicas replicas) : IScheduledMessageStore
{
    private static CancellationToken None => CancellationToken.None;

    public Task<StoredScheduledMessage?> FindAsync(StreamId place, string key, CancellationToken cancellationToken) =>
        gate.CallAsync(instance, () => replicas.Read(instance, KeyOf(place, key), () => Find(place, key)));

    public Task<bool> TryAddAsync(ScheduledMessage message, CancellationToken cancellationToken) =>
        WriteAsync(message, () => inner.TryAddAsync(message, None), isWritten => isWritten);

    public Task<StoredScheduledMessage?> TryReplaceAsync(StoredScheduledMessage current, ScheduledMessage next, CancellationToken cancellationToken) =>
        WriteAsync(next, () => inner.TryReplaceAsync(current, next, None), written => written is not null);

    public Task<bool> TryRemoveAsync(StoredScheduledMessage current, CancellationToken cancellationToken) =>
        WriteAsync(current.Message, () => inner.TryRemoveAsync(current, None), isWritten => isWritten);

    public Task<IReadOnlyList<StoredScheduledMessage>> ListAsync(
        StreamId place, SchedulePosition? after, DateTimeOffset? dueBy, int limit, CancellationToken cancellationToken) =>
        CallAsync(() => inner.ListAsync(place, after, dueBy, limit, None));

    public Task<IReadOnlyList<StreamId>> ListPlacesAsync(DateTimeOffset now, StreamId? after, int limit, CancellationToken cancellationToken) =>
        CallAsync(() => inner.ListPlacesAsync(now, after, limit, None));

    public Task<bool> PurgeAsync(StreamId place, CancellationToken cancellationToken) => CallAsync(() => inner.PurgeAsync(place, None));

    public Task<bool> ForgetAsync(DateTimeOffset now, CancellationToken cancellationToken) => CallAsync(() => inner.ForgetAsync(now, None));

    private static string KeyOf(StreamId place, string key) => $"scheduled {place} {key}";

    private StoredScheduledMessage? Find(StreamId place, string key) => inner.FindAsync(place, key, None).Result;

    private Task<T> WriteAsync<T>(ScheduledMessage message, Func<Task<T>> write, Func<T, bool> isWritten) => gate.CallAsync(instance, () => replicas.Write(
        instance, KeyOf(message.Place, message.Key), () => Find(message.Place, message.Key), () => write().Result, isWritten));

    private Task<T> CallAsync<T>(Func<Task<T>> call) => gate.CallAsync(instance, () => call().Result);
}
