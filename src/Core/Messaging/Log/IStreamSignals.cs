namespace Serverless.Core.Messaging.Log;

/// <summary>
/// Tells the instances that something in a stream became deliverable, for those that wait. A signal may be lost or come
/// twice: who waits also has an end to the wait.
/// </summary>
public interface IStreamSignals
{
    /// <summary>Tells this process at once, and the others soon. Never fails, and waits for nobody.</summary>
    void Send(StreamSignal signal);

    /// <summary>Hears until it is cancelled. One listener a process.</summary>
    /// <param name="changed">Called for every signal, also from this process; it must be quick.</param>
    /// <param name="missed">Called when signals may have been lost: any stream may have changed.</param>
    /// <param name="listening">Called once it hears the others.</param>
    Task ListenAsync(Action<StreamSignal> changed, Action missed, Action listening, CancellationToken cancellationToken);
}
