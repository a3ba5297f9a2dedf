namespace Serverless.Core.Tests.Messaging.Simulation;

/// <summary>
/// Where topics and subscriptions are made, deleted and made again by several instances at once, nothing is lost in any
/// history. <c>MESSAGING_SEEDS</c> sets how many are lived; <c>MESSAGING_SEED</c> is the first.
/// </summary>
public sealed class AdministrationSimulationTests
{
    [Fact]
    public void Keeps_the_guarantees_whoever_makes_and_deletes_what()
    {
        var violation = Seeds.FirstViolation(seed => AdministrationHistory.Run(seed));
        Assert.True(violation is null, violation);
    }

    [Fact]
    public void Finds_that_an_id_is_used_for_a_second_attempt() => Seeds.Finds(seed => AdministrationHistory.Run(seed, Bug.UsesIdsAgain), "is there");

    [Fact]
    public void Finds_that_the_streams_of_a_deleted_topic_stay_open() =>
        Seeds.Finds(seed => AdministrationHistory.Run(seed, Bug.LeavesStreamsOpen), "nobody can read");

    [Fact]
    public void Finds_that_the_cursors_of_a_deleted_subscription_stay_open() =>
        Seeds.Finds(seed => AdministrationHistory.Run(seed, Bug.LeavesCursorsOpen), "The cursor of");

    [Fact]
    public void Finds_that_a_message_dies_once_only() => Seeds.Finds(seed => AdministrationHistory.Run(seed, Bug.LetsMessagesDieOnce), "is in its list");

    [Fact]
    public void Finds_that_what_was_lost_is_remembered() =>
        Seeds.Finds(seed => AdministrationHistory.Run(seed, Bug.RemembersWhatWasLost), "which was lost", "never came");
}
