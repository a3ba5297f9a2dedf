namespace Serverless.Core.UrlShortening.Clicks.RollUp;

/// <summary>
/// Takes the clicks of one bucket into the rows. Killed anywhere, what it took out stays in the bucket under its id, and whoever
/// comes next writes the same again under that id, which changes nothing, before taking out more. Two at once do the same work.
/// </summary>
/// <param name="rows">Null where clicks are not gathered, as <paramref name="buckets"/>.</param>
public sealed class ClickRollUp(LinkMetrics metrics, IClickRows? rows = null, IClickBuckets? buckets = null)
{
    /// <summary>Finishes what an earlier run has begun, then does this one; returns how many clicks were stored.</summary>
    /// <exception cref="Storage.StoreUnavailableException">A store does not answer; the next run goes on.</exception>
    public async Task<long> RunAsync(ClickRun run, CancellationToken cancellationToken)
    {
        var stored = 0L;
        while (buckets is not null && rows is not null && await buckets.BeginAsync(run.Bucket, run.Id, cancellationToken) is { } id)
        {
            // Null when another run was faster: it has written all of it.
            if (await buckets.ReadAsync(run.Bucket, id, cancellationToken) is { } clicks)
            {
                await rows.WriteAsync(run.Bucket, id, clicks, cancellationToken);
                await buckets.EndAsync(run.Bucket, id, cancellationToken);
                stored += Record(clicks);
            }
        }

        return stored;
    }

    private long Record(IReadOnlyList<LinkClicks> clicks)
    {
        var count = clicks.Sum(link => link.Days.Sum(day => day.Clicks.People + day.Clicks.Bots));
        metrics.CountClicks(count, "rolled_up");
        metrics.CountClickRows(clicks.Sum(link => link.Days.Count));
        return count;
    }
}
