namespace Serverless.Core.Messaging.Push;

/// <summary>Marks lanes that a wake-up is on its way to, so that a second one is not sent. A mark saves work; nothing depends on it.</summary>
public interface IWakeUpMarks
{
    /// <summary>How long a mark lasts if nobody takes it away.</summary>
    static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    /// <summary>False if there is a mark already; true if it was set now, or if marks can't be had. Never fails.</summary>
    /// <param name="next">What is told of the stream, see <see cref="WakeUp.KnownNext"/>: a mark that is there keeps the greatest.</param>
    Task<bool> TrySetAsync(string lane, long next);

    /// <summary>Takes the mark away; to be called before the lane is looked at. Never fails.</summary>
    /// <returns>The greatest number that the mark was given; 0 for none, or where marks can't be had.</returns>
    Task<long> ClearAsync(string lane);
}

/// <summary>No marks: every wake-up is sent.</summary>
public sealed class MissingWakeUpMarks : IWakeUpMarks
{
    public Task<bool> TrySetAsync(string lane, long next) => Task.FromResult(true);

    public Task<long> ClearAsync(string lane) => Task.FromResult(0L);
}
