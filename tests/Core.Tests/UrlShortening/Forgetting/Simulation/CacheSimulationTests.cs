using System.Globalization;

namespace Serverless.Core.Tests.UrlShortening.Forgetting.Simulation;

/// <summary>
/// No history serves an old link later than the stated bound. <c>SIMULATION_HISTORIES</c> sets how many are lived,
/// <c>SIMULATION_SEED</c> the first seed, so that a failure can be looked at again.
/// </summary>
public sealed class CacheSimulationTests
{
    private const int Histories = 500;

    [Fact]
    public void Serves_no_old_link_later_than_stated_whatever_happens()
    {
        var violation = FirstViolation(Setting("SIMULATION_SEED", 0), Setting("SIMULATION_HISTORIES", Histories), PlantedBug.None);
        Assert.True(violation is null, violation);
    }

    [Theory]
    [InlineData(nameof(PlantedBug.NoSecondMark))]
    [InlineData(nameof(PlantedBug.MarkBeforeTheRow))]
    [InlineData(nameof(PlantedBug.LateAdditions))]
    [InlineData(nameof(PlantedBug.PromiseAfterTheRow))]
    [InlineData(nameof(PlantedBug.PoisonDropped))]
    [InlineData(nameof(PlantedBug.ShortMarks))]
    public void Finds_a_planted_bug_and_finds_it_again(string name)
    {
        var bug = Enum.Parse<PlantedBug>(name);
        var found = FirstViolation(0, 4 * Histories, bug);
        Assert.NotNull(found);
        Assert.Equal(found, FirstViolation(0, 4 * Histories, bug));
        TestContext.Current.TestOutputHelper?.WriteLine(found);
    }

    private static string? FirstViolation(int first, int count, PlantedBug bug)
    {
        var living = new TaskCompletionSource<string?>();

        // A thread of its own, whose synchronization context is the history's.
        var thread = new Thread(() =>
        {
            try
            {
                living.SetResult(Enumerable.Range(first, count)
                    .Select(seed => CacheHistory.Run(seed, bug) is { } text ? $"SIMULATION_SEED={seed} SIMULATION_HISTORIES=1: {text}" : null)
                    .FirstOrDefault(text => text is not null));
            }
            catch (Exception exception)
            {
                living.SetException(exception);
            }
        });
        thread.Start();
        thread.Join();
        return living.Task.GetAwaiter().GetResult();
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
