namespace Serverless.Core.Messaging.Log;

/// <summary>
/// Tells the instances that something in a stream became deliverable, for those that wait. A signal may be lost or come
/// twice: who waits also has an end to the wait.
/// </summary>
public interface IStreamSignals
{
    /// <summary>Tells this process at once, and soon the others that attend to the stream. Never fails, and waits for nobody.</summary>
    void Send(StreamSignal signal);

    /// <summary>
    /// Hears what others send of a stream from soon on, and says by a signal when that is: what was sent before is found by
    /// whoever looks then. To be called before the first look; each call is ended by one of <see cref="Leave"/>.
    /// </summary>
    void Attend(StreamId stream);

    /// <summary>Ends one call of <see cref="Attend"/>.</summary>
    void Leave(StreamId stream);

    /// <summary>Hears until it is cancelled. One listener a process.</summary>
    /// <param name="changed">Called for every signal of a stream that is attended to, and for all from this process; it must be quick.</param>
    /// <param name="missed">Called when signals may have been lost: any stream may have changed.</param>
    Task ListenAsync(Action<StreamSignal> changed, Action missed, CancellationToken cancellationToken);
}
