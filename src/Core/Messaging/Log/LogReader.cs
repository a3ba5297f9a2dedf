namespace Serverless.Core.Messaging.Log;

/// <summary>Reads messages from the log, for those who deliver them.</summary>
public sealed class LogReader(IMessageLog log)
{
    /// <summary>Entries without a gap, beginning with the one that holds <paramref name="from"/>.</summary>
    /// <inheritdoc cref="IMessageLog.ReadAsync"/>
    public async Task<IReadOnlyList<LogEntry>> ReadAsync(StreamId stream, long from, int messages, CancellationToken cancellationToken)
    {
        var entries = await log.ReadAsync(stream, from, messages, cancellationToken);
        return [.. entries.Select(entry => MessagePacking.Unpack(stream, entry))];
    }

    /// <summary>
    /// The number of the first message committed at a time or later; the stream's next number if there is none, its low mark
    /// at least. Reads a head and, by binary search, some dozen entries without their bodies.
    /// </summary>
    public Task<long> FindSequenceAsync(StreamId stream, DateTimeOffset time, CancellationToken cancellationToken) =>
        FindFirstAsync(stream, entry => entry.CommittedAt >= time, cancellationToken);

    /// <summary>As <see cref="FindSequenceAsync"/>, by whatever holds of every entry after the first of which it holds.</summary>
    public async Task<long> FindFirstAsync(StreamId stream, Func<PackedEntry, bool> holds, CancellationToken cancellationToken)
    {
        var head = (await log.FindHeadAsync(stream, cancellationToken)).Head;
        var (low, high) = (head.Low, head.Next);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var entry = await log.FindEntryAsync(stream, middle, cancellationToken);
            if (entry is null || !holds(entry))
            {
                low = Math.Max(middle + 1, entry?.Next ?? 0);
            }
            else
            {
                high = Math.Max(entry.First, low);
            }
        }

        return Math.Min(low, head.Next);
    }
}
