namespace Serverless.Core.Messaging.Publishing;

/// <summary>The messages that were published together, and what became of each; done when all of them are.</summary>
internal sealed class PublishRequest(int messages)
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
            completion.SetResult(results);
        }
    }
}
