namespace Serverless.Core.Network;

/// <summary>One request on its way over a connection, and what has become of it.</summary>
/// <param name="mayRepeat">Whether it may be sent once more when an idle connection turns out to be closed: it changes nothing.</param>
/// <param name="hasBody">Whether it has a body, whose sending an early answer may end.</param>
internal sealed class Exchange(bool mayRepeat, bool hasBody) : IDisposable
{
    private const int Sending = 0;
    private const int Sent = 1;
    private const int Refused = 2;

    private static readonly AsyncLocal<Exchange?> Running = new();

    // Only the sending of a body waits for them.
    private readonly CancellationTokenSource? refusal = hasBody ? new() : null;
    private readonly TaskCompletionSource? heard = hasBody ? new(TaskCreationOptions.RunContinuationsAsynchronously) : null;

    private int state = hasBody ? Sending : Sent;

    /// <summary>The one that this flow of control sends; null for none.</summary>
    public static Exchange? Current
    {
        get => Running.Value;
        set => Running.Value = value;
    }

    public bool MayRepeat => mayRepeat;

    /// <summary>Whether its body is still being sent.</summary>
    public bool IsSending => Volatile.Read(ref state) == Sending;

    /// <summary>Whether an answer was there before the request's end, so that nobody reads the rest of it.</summary>
    public bool IsRefused => Volatile.Read(ref state) == Refused;

    /// <summary>Fires when it is refused.</summary>
    public CancellationToken Refusal => refusal?.Token ?? CancellationToken.None;

    /// <summary>Completes when an answer to a request with a body has begun, or none will come; without a body, at once.</summary>
    public Task Heard => heard?.Task ?? Task.CompletedTask;

    /// <summary>The body has been sent whole.</summary>
    public void Finish() => Interlocked.CompareExchange(ref state, Sent, Sending);

    /// <summary>An answer that refuses the request has come; false when the request had been sent whole before.</summary>
    public bool TryRefuse()
    {
        if (Interlocked.CompareExchange(ref state, Refused, Sending) != Sending)
        {
            return false;
        }

        refusal?.Cancel();
        return true;
    }

    public void Hear() => heard?.TrySetResult();

    public void Dispose() => refusal?.Dispose();
}
