using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Push;

namespace Serverless.Core.Tests.Messaging.Push;

/// <summary>What a wake-up is good for.</summary>
public sealed class TurnDecisionTests
{
    private static readonly DateTimeOffset Now = SampleMessages.Start;
    private static readonly TurnId Turn = new("w-1", "h-1", "p-1");
    private static readonly WakeUp Plain = new(new StreamId("t", 0), "s", "mail");

    [Fact]
    public void Nothing_due_is_nothing_to_do() => Assert.Equal(TurnDecision.None, Decide(Plain, null, 0, hasDue: false));

    [Fact]
    public void Something_due_on_a_free_lane_begins_a_turn() => Assert.Equal(new TurnDecision(true), Decide(Plain, "w-2", -1));

    [Fact]
    public void A_lane_that_is_taken_is_left_to_who_has_it() => Assert.Equal(TurnDecision.None, Decide(Plain, "w-2", 1));

    [Theory]
    [InlineData("w-1")]
    [InlineData("p-1")]
    public void A_wake_up_continues_the_turn_that_sent_it_in_whatever_form_it_is(string form) =>
        Assert.Equal(new TurnDecision(true, form), Decide(Plain with { Turn = Turn.Promise }, form, 30));

    [Theory]
    [InlineData("w-2")]
    [InlineData("h-2")]
    [InlineData("p-2")]
    [InlineData(null)]
    public void A_wake_up_of_a_turn_that_another_followed_is_void(string? turn) =>
        Assert.Equal(TurnDecision.None, Decide(Plain with { Turn = Turn.Hold }, turn, -1));

    [Fact]
    public void A_hold_is_kept_to_the_end_though_its_wake_up_comes_early() => Assert.Equal(
        new TurnDecision(false, Later: TimeSpan.FromSeconds(2)), Decide(Plain with { Turn = Turn.Hold }, "h-1", 2 + TurnId.HoldGrace.TotalSeconds));

    [Fact]
    public void A_hold_whose_wake_up_got_lost_ends() => Assert.Equal(new TurnDecision(true), Decide(Plain, "h-2", -1));

    [Fact]
    public void A_forced_wake_up_ends_a_hold_and_no_work()
    {
        Assert.Equal(new TurnDecision(true, "h-2"), Decide(Plain with { IsForced = true }, "h-2", 600));
        Assert.Equal(TurnDecision.None, Decide(Plain with { IsForced = true }, "w-2", 30));
    }

    [Fact]
    public void What_fails_and_waits_needs_a_promise()
    {
        Assert.Equal(new TurnDecision(true), Decide(Plain, null, 0, hasDue: false, nextDue: 60));
        Assert.Equal(TurnDecision.None, Decide(Plain, "p-2", 0, hasDue: false, nextDue: 60));
    }

    [Theory]
    [InlineData("t.0/s/mail//0")]
    [InlineData("t.0/s/mail/!/0")]
    [InlineData("t.12/s/mail/h-1/3")]
    [InlineData("t.12/s/mail/!/3/5000000000")]
    public void A_wake_up_reads_back(string text)
    {
        Assert.True(WakeUp.TryParse(text, out var wakeUp));
        Assert.Equal(text, wakeUp.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("t.0")]
    [InlineData("t/s/mail//0")]
    [InlineData("t.0//mail//0")]
    [InlineData("t.0/s/mail//-1")]
    [InlineData("t.0/s/mail//0/x")]
    [InlineData("t.0/s/mail//0/")]
    [InlineData("t.0/s/mail//0/-1")]
    [InlineData("t.0/s/mail//0/1/2")]
    public void Another_text_is_no_wake_up(string text) => Assert.False(WakeUp.TryParse(text, out _));

    private static TurnDecision Decide(WakeUp wakeUp, string? turn, double endsIn, bool hasDue = true, double? nextDue = null) => TurnDecision.Of(
        wakeUp,
        new PushPosition(turn, Now + TimeSpan.FromSeconds(endsIn), hasDue, MayHaveDue: false, nextDue is { } due ? Now + TimeSpan.FromSeconds(due) : null),
        hasWork: false,
        Now);
}
