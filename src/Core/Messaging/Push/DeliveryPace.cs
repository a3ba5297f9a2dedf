namespace Serverless.Core.Messaging.Push;

/// <summary>Spaces the requests of one turn, for an endpoint that allows so many a minute.</summary>
/// <param name="requestsPerMinute">Null for any number.</param>
/// <param name="lanes">Lanes that share the rate, each of which gets its part.</param>
public sealed class DeliveryPace(int? requestsPerMinute, int lanes, TimeProvider time)
{
    private readonly Lock gate = new();
    private DateTimeOffset next = DateTimeOffset.MinValue;

    /// <summary>Between the beginnings of two requests; null for none.</summary>
    public TimeSpan? Interval { get; } = requestsPerMinute is { } rate ? TimeSpan.FromMinutes(1) * lanes / rate : null;

    /// <summary>How long the endpoint has to be left alone after this turn.</summary>
    public TimeSpan Rest
    {
        get
        {
            var rest = Interval is null ? TimeSpan.Zero : next - time.GetUtcNow();
            return rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
        }
    }

    /// <summary>How many requests fit into a time.</summary>
    public int Fits(TimeSpan length) => Interval is { } interval ? 1 + (int)Math.Min(int.MaxValue - 1, length / interval) : int.MaxValue;

    /// <summary>Waits until the next request may begin; false at once if that is not before <paramref name="cutoff"/>.</summary>
    public async Task<bool> WaitAsync(DateTimeOffset cutoff, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (Interval is not { } interval)
        {
            return now < cutoff;
        }

        DateTimeOffset start;
        lock (gate)
        {
            start = next > now ? next : now;
            if (start >= cutoff)
            {
                return false;
            }

            next = start + interval;
        }

        if (start > now)
        {
            await Task.Delay(start - now, time, cancellationToken);
        }

        return true;
    }
}
