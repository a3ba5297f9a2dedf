namespace Serverless.Core.Storage;

/// <summary>Writes one batch after the other: what comes while a write is on its way gathers for the next.</summary>
/// <param name="take">Takes the next batch out of what waits; null when nothing is left to write.</param>
/// <param name="write">Writes a batch and tells whoever waits for it. It never throws.</param>
public sealed class GatheringWriter<TItem, TBatch>(Func<Queue<TItem>, TBatch?> take, Func<TBatch, Task> write)
    where TBatch : class
{
    private readonly Lock gate = new();
    private readonly Queue<TItem> waiting = new();
    private bool isWriting;

    /// <summary>Adds items, which stay together unless a batch has no room for all. Waits for nothing.</summary>
    public void Add(params ReadOnlySpan<TItem> items)
    {
        lock (gate)
        {
            foreach (var item in items)
            {
                waiting.Enqueue(item);
            }

            if (isWriting)
            {
                return;
            }

            isWriting = true;
        }

        _ = WriteAllAsync();
    }

    private async Task WriteAllAsync()
    {
        while (TakeNext() is { } batch)
        {
            await write(batch);
        }
    }

    private TBatch? TakeNext()
    {
        lock (gate)
        {
            var batch = take(waiting);
            isWriting = batch is not null;
            return batch;
        }
    }
}
