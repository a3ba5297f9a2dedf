namespace Serverless.Core.Tests.UrlShortening.Clicks.RollUp;

/// <summary>Whatever dies, gets lost, comes late or comes twice: what was confirmed is counted, and nothing is counted twice, whenever one looks.</summary>
public sealed class ClickSimulationTests
{
    private const int Histories = 1_000;

    [Fact]
    public void Counts_what_was_confirmed_and_nothing_twice()
    {
        var wrong = FirstWrong(null);
        Assert.True(wrong is null, wrong);
    }

    [Theory]
    [InlineData(BucketBug.ForgetsBatches)]
    [InlineData(BucketBug.ResumesUnderAnotherId)]
    [InlineData(BucketBug.RunsTwice)]
    [InlineData(BucketBug.ReadsAnyRun)]
    [InlineData(BucketBug.EndsAnyRun)]
    [InlineData(BucketBug.TellsNoRun)]
    public void Finds_what_is_wrong(BucketBug bug) => Assert.NotNull(FirstWrong(bug));

    private static string? FirstWrong(BucketBug? bug)
    {
        string? wrong = null;
        // A thread of its own has no synchronization context, which would take the continuations elsewhere.
        var thread = new Thread(() => wrong = Enumerable.Range(0, Histories)
            .Select(seed => ClickHistory.Run(seed, bug) is { } text ? $"Seed {seed}: {text}" : null)
            .FirstOrDefault(text => text is not null));
        thread.Start();
        thread.Join();
        return wrong;
    }
}
