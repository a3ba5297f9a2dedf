namespace Serverless.Core.Messaging.Push;

/// <summary>
/// Runs an operation for each item, a few at a time, beginning in the items' order. Unlike <see cref="Parallel"/> it stays
/// where its caller runs: what it does for requests and stores is waiting, and a simulation decides the order of it.
/// </summary>
internal static class BoundedParallel
{
    /// <param name="limit">Operations under way at a time.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled; what was under way has ended.</exception>
    public static async Task ForEachAsync<T>(IEnumerable<T> items, int limit, Func<T, Task> operation, CancellationToken cancellationToken)
    {
        var rest = new Queue<T>(items);
        var gate = new Lock();
        await Task.WhenAll(Enumerable.Range(0, Math.Min(limit, rest.Count)).Select(_ => WorkAsync()));

        async Task WorkAsync()
        {
            while (TryTake(out var item))
            {
                try
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    await operation(item);
                }
                catch
                {
                    Stop();
                    throw;
                }
            }
        }

        bool TryTake([System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T item)
        {
            lock (gate)
            {
                return rest.TryDequeue(out item);
            }
        }

        void Stop()
        {
            lock (gate)
            {
                rest.Clear();
            }
        }
    }
}
