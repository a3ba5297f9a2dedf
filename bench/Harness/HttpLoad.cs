namespace Serverless.Bench.Harness;

/// <summary>Requests over HTTP to a contender: as many as it answers by <c>wrk</c>, and at a fixed rate by <c>h2load</c>.</summary>
/// <param name="each">Operations in a request.</param>
public sealed class HttpLoad(WrkLoad closed, H2Load open, ContenderProcesses processes, int each = 1) : IPacedContender
{
    public string Name => closed.Name;

    public ContenderProcesses? Processes => processes;

    /// <inheritdoc/>
    public async Task<Sample> MeasureAsync(TimeSpan duration) => (await closed.MeasureAsync(duration)).Times(each);

    /// <inheritdoc/>
    public async Task<Sample> MeasureAtAsync(double perSecond, TimeSpan duration) => (await open.MeasureAsync(perSecond / each, duration)).Times(each);
}
