namespace Serverless.Core.Messaging.Publishing;

/// <summary>The messages of this process that wait for one stream: while a commit is on its way, they gather for the next.</summary>
internal sealed class StreamPublisher(StreamCommitter committer)
{
    private readonly Lock gate = new();
    private readonly Queue<WaitingMessage> waiting = new();
    private bool committing;

    /// <summary>Adds messages, which stay together unless a commit has no room for all.</summary>
    public void Add(ReadOnlySpan<WaitingMessage> messages)
    {
        lock (gate)
        {
            foreach (var message in messages)
            {
                waiting.Enqueue(message);
            }

            if (committing)
            {
                return;
            }

            committing = true;
        }

        _ = CommitAllAsync();
    }

    private async Task CommitAllAsync()
    {
        while (Take() is { } batch)
        {
            await committer.CommitAsync(batch);
        }
    }

    private PublishBatch? Take()
    {
        lock (gate)
        {
            var batch = new PublishBatch();
            while (waiting.TryPeek(out var message) && batch.TryAdd(message))
            {
                waiting.Dequeue();
            }

            committing = batch.Messages.Count > 0;
            return committing ? batch : null;
        }
    }
}
