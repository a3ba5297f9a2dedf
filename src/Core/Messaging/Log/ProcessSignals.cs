namespace Serverless.Core.Messaging.Log;

/// <summary>Signals within this process, where nothing carries them to others.</summary>
public sealed class ProcessSignals : IStreamSignals
{
    private volatile Action<StreamId>? heard;

    public void Send(StreamId stream) => heard?.Invoke(stream);

    public async Task ListenAsync(Action<StreamId> changed, Action missed, Action listening, CancellationToken cancellationToken)
    {
        heard = changed;
        missed();
        listening();
        var ended = new TaskCompletionSource();
        await using var registration = cancellationToken.Register(() => ended.SetResult());
        await ended.Task;
        heard = null;
    }
}
