namespace Serverless.Core.Messaging.Publishing;

/// <summary>The messages that were published together, and what became of each; done when all of them are.</summary>
/// <param name="done">Called then, before <see cref="Completion"/> completes.</param>
internal sealed class PublishRequest(int messages, Action done)
{
    private readonly TaskCompletionSource<IReadOnlyList<PublishResult>> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PublishResult[] results = new PublishResult[messages];
    private int pending = messages;

    public Task<IReadOnlyList<PublishResult>> Completion => completion.Task;

    public void Complete(int index, PublishResult result)
    {
        results[index] = result;
        if (Interlocked.Decrement(ref pending) == 0)
        {
            done();
            completion.SetResult(results);
        }
    }
}

/// <summary>What became of one message of a request.</summary>
/// <param name="Id">Its id with <see cref="IsStored"/>; else null.</param>
/// <param name="Stream">Where it is, or should have been.</param>
/// <param name="Sequence">Its number in the stream; 0 when it has none.</param>
public readonly record struct PublishResult(PublishStatus Status, StreamId Stream, string? Id = null, long Sequence = 0)
{
    public bool IsStored => Status is PublishStatus.Published or PublishStatus.Duplicate or PublishStatus.Scheduled;

    /// <summary>When it is due, if it waits for its time; else null.</summary>
    public DateTimeOffset? DeliverAt { get; init; }
}

/// <summary>What became of a message.</summary>
public enum PublishStatus
{
    /// <summary>It is in the log, durably.</summary>
    Published,

    /// <summary>It was there already; the result names the first one.</summary>
    Duplicate,

    /// <summary>It waits for its time, durably.</summary>
    Scheduled,

    /// <summary>Too many wait in this process; it was not stored.</summary>
    Overloaded,

    /// <summary>The log did not answer; it may have been stored.</summary>
    Unavailable,

    /// <summary>Its topic was deleted; it was not stored.</summary>
    Gone,
}
