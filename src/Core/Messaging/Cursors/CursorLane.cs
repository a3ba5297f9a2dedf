using Serverless.Core.Storage;

namespace Serverless.Core.Messaging.Cursors;

/// <summary>
/// Everything that this process does to one cursor. Requests that come while a write is on its way share the next one. The
/// cursor as last written is remembered: as long as nobody else writes, a command costs one conditional write and no read.
/// </summary>
internal sealed class CursorLane(CursorId id, CursorSteps steps)
{
    private readonly Lock gate = new();
    private List<CursorRequest> waiting = [];
    private bool isRunning;
    private StoredCursor? remembered;

    public Task<CursorAnswer> RunAsync(CursorRequest request)
    {
        lock (gate)
        {
            waiting.Add(request);
            if (isRunning)
            {
                return request.Completion;
            }

            isRunning = true;
        }

        _ = PumpAsync();
        return request.Completion;
    }

    private async Task PumpAsync()
    {
        while (TakeAll() is { Count: > 0 } requests)
        {
            try
            {
                await ExecuteAsync(requests);
            }
            catch (Exception exception)
            {
                requests.ForEach(request => request.Fail(exception));
            }
        }
    }

    private List<CursorRequest> TakeAll()
    {
        lock (gate)
        {
            var taken = waiting;
            waiting = [];
            isRunning = taken.Count > 0;
            return taken;
        }
    }

    private async Task ExecuteAsync(List<CursorRequest> requests)
    {
        var written = new Dictionary<ulong, CursorAttempt>();
        var attempt = await steps.Retry.RunAsync(_ => AttemptAsync(requests, written), CancellationToken.None);
        var first = 0;
        foreach (var request in requests)
        {
            request.Complete(attempt?.AnswerFor(first, request.Commands.Count) ?? CursorAnswer.NoCursor);
            first += request.Commands.Count;
        }
    }

    private async ValueTask<CursorAttempt?> AttemptAsync(List<CursorRequest> requests, Dictionary<ulong, CursorAttempt> written)
    {
        if (remembered is { } known && written.Count == 0 && await TryAsync(known, requests, written, mayBeStale: true) is { } quick)
        {
            return quick;
        }

        remembered = await steps.Cursors.FindAsync(id, CancellationToken.None);
        if (remembered is not { } current)
        {
            return null;
        }

        // Of an earlier attempt only the answer may have got lost.
        return current.State.Writes.Where(written.ContainsKey).Select(nonce => written[nonce]).FirstOrDefault()
            ?? await TryAsync(current, requests, written, mayBeStale: false)
            ?? throw new WriteConflictException();
    }

    /// <summary>Null when the cursor has to be read again.</summary>
    private async Task<CursorAttempt?> TryAsync(
        StoredCursor current, List<CursorRequest> requests, Dictionary<ulong, CursorAttempt> written, bool mayBeStale)
    {
        var attempt = await steps.ApplyAsync(current, requests, mayBeStale);
        if (attempt is null || !attempt.Transition.IsChanged)
        {
            // What is remembered may be outdated: that there is nothing to do is believed only of what was just read.
            return mayBeStale ? null : attempt;
        }

        var nonce = steps.NextNonce();
        var next = attempt.Transition.State with { Writes = [nonce, .. current.State.Writes.Take(CursorLimits.Writes - 1)] };
        remembered = null;
        written.Add(nonce, attempt);
        remembered = await steps.Cursors.TryReplaceAsync(current, next, CancellationToken.None);
        if (remembered is null)
        {
            return null;
        }

        steps.Tell(id, current, attempt);
        return attempt;
    }
}
