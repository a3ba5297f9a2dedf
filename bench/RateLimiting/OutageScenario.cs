using Serverless.Bench.Harness;

namespace Serverless.Bench.RateLimiting;

/// <summary>How long checks take while Redis answers, from the moment on that it stands still, and from the moment that it is gone.</summary>
public sealed class OutageScenario : IScenario
{
    private const string Stop = "STOP";
    private const string Kill = "KILL";

    public string Name => "limiter-outage";

    public Task<IReadOnlyList<Comparison>> PrepareAsync(Workspace workspace) => Task.FromResult<IReadOnlyList<Comparison>>(
    [
        new Comparison(
            "Checks while Redis fails",
            "checks",
            $"{OutageLoad.PerSecond:N0} checks a second of {OutageLoad.Workers} clients, from the signal on; the deadline is 50 ms.",
            [
                new OutageLoad("Redis answers", null, "open", workspace),
                new OutageLoad("Redis stopped (SIGSTOP), open rule", Stop, "open", workspace),
                new OutageLoad("Redis stopped (SIGSTOP), closed rule", Stop, "closed", workspace),
                new OutageLoad("Redis killed (SIGKILL), open rule", Kill, "open", workspace),
                new OutageLoad("Redis killed (SIGKILL), closed rule", Kill, "closed", workspace),
            ]) { RelatesTimes = true },
    ]);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
