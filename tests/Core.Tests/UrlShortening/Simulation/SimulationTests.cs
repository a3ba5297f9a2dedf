using System.Globalization;

namespace Serverless.Core.Tests.UrlShortening.Simulation;

/// <summary>
/// The guarantees of keys hold in every history. <c>SIMULATION_HISTORIES</c> sets how many are lived;
/// <c>SIMULATION_SEED</c> the first seed, so that a failure can be looked at again.
/// </summary>
public sealed class SimulationTests
{
    private const int Histories = 1_000;

    [Fact]
    public void Keeps_the_guarantees_whatever_happens()
    {
        var violation = FirstViolation(Setting("SIMULATION_SEED", 0), Setting("SIMULATION_HISTORIES", Histories), seed => History.Run(seed));
        Assert.True(violation is null, violation);
    }

    [Fact]
    public void Finds_that_links_are_stored_without_a_look_at_the_row_and_finds_it_again()
    {
        var found = FirstViolation(0, Histories, RunCareless);
        Assert.NotNull(found);
        Assert.Equal(found, FirstViolation(0, Histories, RunCareless));
    }

    private static string? RunCareless(int seed) => History.Run(seed, store => new CarelessLinkStore(store));

    private static string? FirstViolation(int first, int count, Func<int, string?> run)
    {
        string? violation = null;

        // A thread of its own has no synchronization context, which would take the continuations elsewhere.
        var thread = new Thread(() => violation = Enumerable.Range(first, count)
            .Select(seed => run(seed) is { } text ? $"SIMULATION_SEED={seed} SIMULATION_HISTORIES=1: {text}" : null)
            .FirstOrDefault(text => text is not null));
        thread.Start();
        thread.Join();
        return violation;
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
