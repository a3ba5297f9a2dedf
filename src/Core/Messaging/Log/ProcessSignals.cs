namespace Serverless.Core.Messaging.Log;

/// <summary>Signals within this process, where nothing carries them to others.</summary>
public sealed class ProcessSignals : IStreamSignals
{
    private volatile Action<StreamSignal>? heard;

    public void Send(StreamSignal signal) => heard?.Invoke(signal);

    public void Attend(StreamId stream)
    {
        // All are heard.
    }

    public void Leave(StreamId stream)
    {
        // All are heard.
    }

    public async Task ListenAsync(Action<StreamSignal> changed, Action missed, CancellationToken cancellationToken)
    {
        heard = changed;
        missed();
        var ended = new TaskCompletionSource();
        await using var registration = cancellationToken.Register(() => ended.SetResult());
        await ended.Task;
        heard = null;
    }
}
