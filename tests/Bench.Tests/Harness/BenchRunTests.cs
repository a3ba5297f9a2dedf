using Serverless.Bench.Harness;

namespace Serverless.Bench.Tests.Harness;

public sealed class BenchRunTests : IDisposable
{
    private static readonly BenchOptions Options = new([], 1, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));

    private readonly StringWriter output = new();

    public void Dispose() => output.Dispose();

    [Fact]
    public async Task A_scenario_that_fails_fails_the_run_after_the_others_were_reported()
    {
        var failure = await Assert.ThrowsAsync<BenchException>(() =>
            BenchRun.RunAsync(Options, output, [new Scenario("broken", () => throw new InvalidOperationException("It is broken.")), new Scenario("whole", Compare)]));

        Assert.Equal("FAILED broken: It is broken.", failure.Message);
        Assert.Contains("| whole: Title | only | 1.00 (1.00-1.00) |", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_scenario_is_run_unless_some_are_named()
    {
        await BenchRun.RunAsync(Options, output, [new Scenario("first", Compare), new Scenario("second", Compare)]);

        Assert.Contains("| first: Title |", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("| second: Title |", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scenario_is_named_by_the_beginning_of_its_name()
    {
        await BenchRun.RunAsync(Options with { Scenarios = ["sec"] }, output, [new Scenario("first", Compare), new Scenario("second", Compare)]);

        Assert.DoesNotContain("## first", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("`bench/run second --rounds 1 --seconds 1 --warm-up 1`", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_no_scenario_has_is_answered_with_those_there_are()
    {
        var failure = await Assert.ThrowsAsync<BenchException>(() => BenchRun.RunAsync(Options with { Scenarios = ["third"] }, output, [new Scenario("first", Compare)]));

        Assert.Contains("There are the scenarios first.", failure.Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<Comparison> Compare() => [new Comparison("Title", "requests", "", [new SteadyContender("only", [], 100)])];

    private sealed class Scenario(string name, Func<IReadOnlyList<Comparison>> prepare) : IScenario
    {
        public string Name => name;

        public Task<IReadOnlyList<Comparison>> PrepareAsync(Workspace workspace) => Task.FromResult(prepare());

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
