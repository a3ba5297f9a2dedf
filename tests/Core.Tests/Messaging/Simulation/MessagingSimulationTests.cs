namespace Serverless.Core.Tests.Messaging.Simulation;

/// <summary>
/// The guarantees of the queue hold in every history. <c>MESSAGING_SEEDS</c> sets how many are lived; <c>MESSAGING_SEED</c>
/// is the first, so that a failure can be looked at again.
/// </summary>
public sealed class MessagingSimulationTests
{
    [Fact]
    public void Keeps_the_guarantees_whatever_dies_and_gets_lost()
    {
        var violation = Seeds.FirstViolation(seed => History.Run(seed));
        Assert.True(violation is null, violation);
    }

    [Fact]
    public void Keeps_the_guarantees_and_wakes_every_lane_where_only_the_order_varies()
    {
        var violation = Seeds.FirstViolation(seed => History.Run(seed, isCalm: true));
        Assert.True(violation is null, violation);
    }

    [Fact]
    public void Finds_that_a_change_is_answered_before_it_is_stored() =>
        Seeds.Finds(seed => History.Run(seed, Bug.AcknowledgesBeforeTheCommit), "but not stored");

    [Fact]
    public void Finds_that_a_cursor_skips_a_message() => Seeds.Finds(seed => History.Run(seed, Bug.SkipsMessages), "for no reason");

    [Fact]
    public void Finds_that_a_delayed_message_is_removed_before_it_is_in_the_log() =>
        Seeds.Finds(seed => History.Run(seed, Bug.RemovesBeforeTheCommit), "was never delivered");

    [Fact]
    public void Finds_that_a_delayed_message_is_moved_without_what_it_is_recognised_by() =>
        Seeds.Finds(seed => History.Run(seed, Bug.MovesWithoutTickets), "is in the log twice");

    [Fact]
    public void Finds_that_an_instance_delivers_not_all_that_it_has_published() =>
        Seeds.Finds(seed => History.Run(seed, Bug.ForgetsLanesAtTimes, isCalm: true), "Nobody is on the way");

    [Fact]
    public void Finds_that_a_wake_up_is_cleared_too_late() =>
        Seeds.Finds(seed => History.Run(seed, Bug.ClearsWakeUpsTooLate, isCalm: true), "Nobody is on the way");
}
