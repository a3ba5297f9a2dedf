using System.Globalization;

namespace Serverless.Core.Tests.Messaging.Simulation;

/// <summary>
/// The guarantees of the queue hold in every history. <c>MESSAGING_SEEDS</c> sets how many are lived; <c>MESSAGING_SEED</c>
/// is the first, so that a failure can be looked at again.
/// </summary>
public sealed class MessagingSimulationTests
{
    private const int Seeds = 300;

    [Fact]
    public void Keeps_the_guarantees_whatever_dies_and_gets_lost()
    {
        var violation = FirstViolation(Setting("MESSAGING_SEED", 0), Setting("MESSAGING_SEEDS", Seeds), seed => History.Run(seed));
        Assert.True(violation is null, violation);
    }

    [Fact]
    public void Keeps_the_guarantees_and_wakes_every_lane_where_only_the_order_varies()
    {
        var violation = FirstViolation(Setting("MESSAGING_SEED", 0), Setting("MESSAGING_SEEDS", Seeds), seed => History.Run(seed, isCalm: true));
        Assert.True(violation is null, violation);
    }

    [Fact]
    public void Finds_that_a_change_is_answered_before_it_is_stored() =>
        Finds(seed => History.Run(seed, Bug.AcknowledgesBeforeTheCommit), "but not stored");

    [Fact]
    public void Finds_that_a_cursor_skips_a_message() => Finds(seed => History.Run(seed, Bug.SkipsMessages), "for no reason");

    [Fact]
    public void Finds_that_a_wake_up_is_cleared_too_late() =>
        Finds(seed => History.Run(seed, Bug.ClearsWakeUpsTooLate, isCalm: true), "Nobody is on the way");

    // The same seed shows the same, or a failure could not be looked at again.
    private static void Finds(Func<int, string?> run, string what)
    {
        var found = FirstViolation(0, Seeds, run);
        Assert.NotNull(found);
        Assert.True(found.Contains(what, StringComparison.Ordinal), found);
        Assert.Equal(found, FirstViolation(0, Seeds, run));
    }

    private static string? FirstViolation(int first, int count, Func<int, string?> run)
    {
        string? violation = null;
        var thread = new Thread(() => violation = Enumerable.Range(first, count)
            .Select(seed => Live(seed, run) is { } text ? $"MESSAGING_SEED={seed} MESSAGING_SEEDS=1: {text}" : null)
            .FirstOrDefault(text => text is not null));
        thread.Start();
        thread.Join();
        return violation;
    }

    private static string? Live(int seed, Func<int, string?> run)
    {
        try
        {
            return run(seed);
        }
        catch (Exception exception)
        {
            return exception.ToString();
        }
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
