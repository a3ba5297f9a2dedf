namespace Serverless.Core.Storage;

/// <summary>Hands work to the queue-triggered functions: at least once, in no particular order.</summary>
public interface IWorkQueue
{
    /// <summary>Puts a message into a queue; when the task completes, the message survives a crash.</summary>
    /// <param name="queue">The queue's name: 3-63 lower-case letters, digits and single dashes.</param>
    /// <param name="message">The text a function receives; at most 48 KB of UTF-8.</param>
    /// <param name="delay">How long the message stays invisible, at most 7 days; zero to deliver it at once.</param>
    /// <exception cref="Storage.StoreUnavailableException">The queue did not answer; the message may have been stored.</exception>
    Task SendAsync(string queue, string message, TimeSpan delay, CancellationToken cancellationToken);
}
