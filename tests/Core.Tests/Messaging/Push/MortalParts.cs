using Serverless.Core.Messaging.Push;
using Serverless.Core.Messaging.Webhooks;
using Serverless.Core.Storage;

namespace Serverless.Core.Tests.Messaging.Push;

/// <summary>What outlives a process, each call of which the process may not outlive.</summary>
internal sealed class MortalParts(CrashPoint crash, IWorkQueue queue, IPushCursors cursors, IWakeUpMarks marks) : IWorkQueue, IPushCursors, IWakeUpMarks
{
    public Task SendAsync(string name, string message, TimeSpan delay, CancellationToken cancellationToken) =>
        crash.CallAsync(() => queue.SendAsync(name, message, delay, cancellationToken));

    public Task<PushPosition> LookAsync(PushLane lane, CancellationToken cancellationToken) => crash.CallAsync(() => cursors.LookAsync(lane, cancellationToken));

    public Task<IReadOnlyList<PushMessage>?> LeaseAsync(
        PushLane lane, string turn, string? instead, IReadOnlyList<PushVerdict> verdicts, int max, TimeSpan length, CancellationToken cancellationToken) =>
        crash.CallAsync(() => cursors.LeaseAsync(lane, turn, instead, verdicts, max, length, cancellationToken));

    public Task SettleAsync(
        PushLane lane, string turn, IReadOnlyList<PushVerdict> verdicts, string? next, TimeSpan length, CancellationToken cancellationToken) =>
        crash.CallAsync(() => cursors.SettleAsync(lane, turn, verdicts, next, length, cancellationToken));

    public Task<bool> TrySetAsync(string lane, long next) => crash.CallAsync(() => marks.TrySetAsync(lane, next));

    public Task<long> ClearAsync(string lane) => crash.CallAsync(() => marks.ClearAsync(lane));
}
