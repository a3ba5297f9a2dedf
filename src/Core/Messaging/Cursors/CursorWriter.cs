using System.Collections.Immutable;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Storage;

namespace Serverless.Core.Messaging.Cursors;

/// <summary>
/// Everything that this process does to one cursor. Requests that come while a write is on its way share the next one. The
/// cursor as last written is remembered: as long as nobody else writes, a command costs one conditional write and no read.
/// </summary>
internal sealed class CursorWriter
{
    private readonly CursorId id;
    private readonly ICursorStore cursors;
    private readonly CursorAttempts attempts;
    private readonly StoreRetry retry;
    private readonly GatheringWriter<Request, List<Request>> gathering;
    private StoredCursor? remembered;

    public CursorWriter(CursorId id, ICursorStore cursors, CursorAttempts attempts, StoreRetry retry)
    {
        (this.id, this.cursors, this.attempts, this.retry) = (id, cursors, attempts, retry);
        gathering = new GatheringWriter<Request, List<Request>>(TakeAll, WriteAsync);
    }

    public Task<CursorAnswer> RunAsync(CursorTarget target, IReadOnlyList<CursorCommand> commands)
    {
        var request = new Request(target, commands);
        gathering.Add(request);
        return request.Answer.Task;
    }

    private static List<Request>? TakeAll(Queue<Request> waiting)
    {
        List<Request> taken = [.. waiting];
        waiting.Clear();
        return taken.Count > 0 ? taken : null;
    }

    private async Task WriteAsync(List<Request> requests)
    {
        try
        {
            await ExecuteAsync(requests);
        }
        catch (Exception exception)
        {
            requests.ForEach(request => request.Answer.TrySetException(exception));
        }
    }

    private async Task ExecuteAsync(List<Request> requests)
    {
        var target = requests[^1].Target;
        var commands = requests.SelectMany(request => request.Commands).ToArray();
        var written = new Dictionary<ulong, CursorAttempt>();
        var attempt = await retry.RunAsync(_ => AttemptAsync(target, commands, written), CancellationToken.None);
        var first = 0;
        foreach (var request in requests)
        {
            request.Answer.TrySetResult(attempt?.AnswerFor(first, request.Commands.Count) ?? CursorAnswer.NoCursor);
            first += request.Commands.Count;
        }
    }

    private async ValueTask<CursorAttempt?> AttemptAsync(CursorTarget target, CursorCommand[] commands, Dictionary<ulong, CursorAttempt> written)
    {
        if (remembered is { } known && written.Count == 0 && await TryAsync(known, target, commands, written, mayBeStale: true) is { } quick)
        {
            return quick;
        }

        remembered = await cursors.FindAsync(id, CancellationToken.None);
        if (remembered is not { } current)
        {
            return null;
        }

        // Of an earlier attempt only the answer may have got lost.
        return current.State.Writes.Where(written.ContainsKey).Select(nonce => written[nonce]).FirstOrDefault()
            ?? await TryAsync(current, target, commands, written, mayBeStale: false)
            ?? throw new WriteConflictException();
    }

    /// <summary>Null when the cursor has to be read again.</summary>
    private async Task<CursorAttempt?> TryAsync(
        StoredCursor current, CursorTarget target, CursorCommand[] commands, Dictionary<ulong, CursorAttempt> written, bool mayBeStale)
    {
        var attempt = await attempts.ApplyAsync(current, target, commands, mayBeStale);
        if (attempt is null || !attempt.Transition.IsChanged)
        {
            // What is remembered may be outdated: that there is nothing to do is believed only of what was just read.
            return mayBeStale ? null : attempt;
        }

        var nonce = attempts.NextNonce();
        ImmutableArray<ulong> writes = [nonce, .. current.State.Writes.Take(CursorLimits.Writes - 1)];
        remembered = null;
        written.Add(nonce, attempt);
        remembered = await cursors.TryReplaceAsync(current, CursorChange.Of(attempt.Transition, writes), CancellationToken.None);
        if (remembered is null)
        {
            return null;
        }

        attempts.Report(current, attempt);
        return attempt;
    }

    /// <summary>Commands of one caller.</summary>
    private sealed record Request(CursorTarget Target, IReadOnlyList<CursorCommand> Commands)
    {
        public TaskCompletionSource<CursorAnswer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>A cursor that commands are for, and what its subscription says.</summary>
public sealed record CursorTarget(CursorId Id, CursorRules Rules, Func<MessageContent, bool> Admits)
{
    public static CursorTarget Of(Subscription subscription, StreamId stream) => new(
        new CursorId(subscription.Id, stream), CursorRules.Of(subscription), content => RecipientAttribute.Admits(subscription, content));
}
