namespace Serverless.Bench.Harness;

/// <summary>The times of requests that were due at a fixed rate, whatever the answers before them took.</summary>
public static class OpenLoop
{
    /// <summary>
    /// Adds the requests that a connection could not send when they were due, because it waited for an answer. Each counts
    /// as long as it would have waited for that answer; the correction for coordinated omission of Gil Tene's HdrHistogram
    /// (<c>recordValueWithExpectedInterval</c>).
    /// </summary>
    /// <param name="took">From sending to the end of the answer.</param>
    /// <param name="interval">From one request of a connection to the next one.</param>
    public static IEnumerable<TimeSpan> WithOmitted(IEnumerable<TimeSpan> took, TimeSpan interval)
    {
        foreach (var time in took)
        {
            for (var waited = time; waited > TimeSpan.Zero; waited -= interval)
            {
                yield return waited;
            }
        }
    }
}
