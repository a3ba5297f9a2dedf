using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Tests.Messaging.Cursors;

public sealed class CursorMachineTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<long, MessageFacts> facts = [];
    private CursorRules rules = new() { MaxAttempts = 2 };
    private DateTimeOffset now = Start;
    private CursorState state = CursorState.StartAt(1, [.. new byte[CursorLimits.AckKeyBytes]], Start);
    private ulong leases;

    [Fact]
    public void Delivers_no_message_of_a_key_before_the_earlier_ones_of_that_key_are_done()
    {
        rules = rules with { IsOrdered = true };
        Publish("a", "b", "a", "", "");
        Assert.Equal([1, 2, 4], Lease(10));
        Acknowledge(1);
        Nack(4, TimeSpan.FromSeconds(5));
        Assert.Equal([3], Lease(10));
        now += TimeSpan.FromSeconds(5);
        Assert.Equal([4], Lease(10));
    }

    [Fact]
    public void Blocks_a_key_for_as_long_as_its_message_fails_and_no_other()
    {
        rules = rules with { IsOrdered = true, OnExhausted = ExhaustedAction.Block, MaxBackoff = TimeSpan.FromMinutes(1) };
        Publish("a", "a", "b");
        for (var attempt = 0; attempt < 5; attempt++)
        {
            Assert.Contains(1, Lease(10));
            Nack(1, TimeSpan.Zero);
            now += rules.MaxBackoff;
        }

        Assert.Empty(Apply(new CursorCommand.Observe()).DeadLetters);
        Assert.DoesNotContain(2, Lease(10));
        Acknowledge(1);
        Assert.Equal([2], Lease(10).Where(number => number == 2));
    }

    [Fact]
    public void Drops_a_message_that_failed_as_often_as_it_may()
    {
        rules = rules with { OnExhausted = ExhaustedAction.Drop };
        Publish("");
        FailTwice();
        Assert.Equal(2, state.Floor);
        Assert.Equal(0, state.DeadLettered);
    }

    [Fact]
    public void Keeps_a_message_that_has_to_be_dead_lettered_until_it_is_buried()
    {
        Publish("");
        FailTwice();
        now += TimeSpan.FromDays(1);
        Assert.Empty(Lease(10));
        Assert.Equal([new FailedMessage(1, 2, state.Waiting[0].NotBefore, true, DeliveryFailure.Nacked)], Apply(new CursorCommand.Observe()).DeadLetters);
        Apply(new CursorCommand.Bury([1]));
        Apply(new CursorCommand.Bury([1]));
        Assert.Equal((2, 1), (state.Floor, state.DeadLettered));
    }

    [Fact]
    public void Passes_over_what_the_filter_does_not_want_at_once()
    {
        facts[1] = new MessageFacts("", false);
        facts[2] = new MessageFacts("", true);
        facts[3] = new MessageFacts("", false);
        Assert.Equal([2], Lease(1));
        Assert.Empty(Lease(1));
        Assert.Equal((2, 4, 1), (state.Floor, state.Next, state.Undone));
    }

    [Fact]
    public void Stops_at_a_full_window_and_goes_on_when_the_oldest_is_done()
    {
        Publish([.. Enumerable.Repeat("", CursorLimits.Window + 10)]);
        Lease(1);
        while (state.Next < 1 + CursorLimits.Window)
        {
            Array.ForEach(Lease(500), Acknowledge);
        }

        Assert.True(state.IsWindowFull);
        Assert.Empty(Lease(10));
        Acknowledge(1);
        Assert.False(state.IsWindowFull);
        Assert.Equal(10, Lease(100).Length);
    }

    [Fact]
    public void Has_at_most_a_thousand_messages_out()
    {
        Publish([.. Enumerable.Repeat("", 2_000)]);
        Assert.Equal(CursorLimits.Outstanding, Lease(5_000).Length);
        Assert.True(state.IsWindowFull);
        Assert.Empty(Lease(1));
    }

    [Fact]
    public void Voids_a_lease_when_it_ends_and_when_the_message_is_delivered_again()
    {
        Publish("");
        Lease(1);
        var first = state.Outstanding[0];
        now += rules.AckDeadline;
        Assert.Equal(SettleStatus.Expired, Settle(new CursorCommand.Acknowledge([new LeasedMessageId(1, first.Lease)])));
        Assert.Equal([1], Lease(1));
        Assert.Equal(SettleStatus.Expired, Settle(new CursorCommand.Acknowledge([new LeasedMessageId(1, first.Lease)])));
        Acknowledge(1);
        Assert.Equal(SettleStatus.Acknowledged, Settle(new CursorCommand.Acknowledge([new LeasedMessageId(1, first.Lease)])));
    }

    [Fact]
    public void Lets_a_lease_last_longer()
    {
        Publish("");
        Lease(1);
        var id = new LeasedMessageId(1, state.Outstanding[0].Lease);
        now += rules.AckDeadline - TimeSpan.FromSeconds(1);
        Assert.Equal(SettleStatus.Acknowledged, Settle(new CursorCommand.Extend([id], rules.AckDeadline)));
        now += TimeSpan.FromSeconds(10);
        Assert.Equal(SettleStatus.Acknowledged, Settle(new CursorCommand.Acknowledge([id])));
    }

    [Fact]
    public void Never_lets_time_run_backwards()
    {
        Publish("");
        Lease(1);
        var deadline = state.Outstanding[0].Deadline;
        now -= TimeSpan.FromHours(1);
        Apply(new CursorCommand.Nack([new LeasedMessageId(1, state.Outstanding[0].Lease)], TimeSpan.Zero, DeliveryFailure.Nacked));
        Assert.Equal(Start, state.Now);
        Lease(1);
        Assert.Equal(deadline, state.Outstanding[0].Deadline);
    }

    [Fact]
    public void Jumps_over_what_was_trimmed_and_counts_what_was_not_done()
    {
        Publish("", "", "", "", "");
        Lease(3);
        Acknowledge(2);
        Apply(new CursorCommand.Observe(), low: 5);
        Assert.Equal((5, 5, 3), (state.Floor, state.Next, state.ExpiredUnacknowledged));
        Assert.Empty(state.Outstanding);
    }

    [Fact]
    public void Rewinds_and_says_so_when_it_is_ahead_of_its_stream()
    {
        Publish("", "", "", "");
        Lease(4);
        Acknowledge(1);
        Acknowledge(4);
        facts.Remove(3);
        facts.Remove(4);
        Assert.True(Apply(new CursorCommand.Observe()).HasRewound);
        Assert.Equal((2, 3, 1), (state.Floor, state.Next, state.Undone));
        Assert.False(Apply(new CursorCommand.Observe()).HasRewound);
        Publish("");
        Assert.Equal([3], Lease(10));
    }

    [Fact]
    public void Seeks_within_the_log_and_voids_every_lease()
    {
        Publish("", "", "");
        Lease(3);
        var id = new LeasedMessageId(3, state.Outstanding[2].Lease);
        Apply(new CursorCommand.Seek(2));
        Assert.Equal(SettleStatus.Expired, Settle(new CursorCommand.Acknowledge([id])));
        Assert.Equal([2, 3], Lease(10));
        Apply(new CursorCommand.Seek(99));
        Assert.Equal(4, state.Floor);
    }

    [Fact]
    public void Has_one_push_owner_at_a_time()
    {
        Publish("", "");
        Assert.False(Own("one"));
        Assert.True(Own("two"));
        Assert.True(Apply(new CursorCommand.Lease(9, 1, null, "two")).Outcomes[0].IsRefused);
        Assert.Single(Apply(new CursorCommand.Lease(10, 1, null, "one")).Outcomes[0].Leased);
        now += TimeSpan.FromSeconds(30);
        Assert.True(Apply(new CursorCommand.Lease(11, 1, null, "one")).Outcomes[0].IsRefused);
        Assert.False(Own("two"));
        Apply(new CursorCommand.HandOver("one", null, TimeSpan.Zero));
        Assert.Equal("two", state.PushOwner?.Id);
        Apply(new CursorCommand.HandOver("two", "hold", TimeSpan.FromMinutes(1)));
        Assert.True(Own("three"));
        Assert.False(Apply(new CursorCommand.Own("three", TimeSpan.FromSeconds(30), "hold")).Outcomes[0].IsRefused);
        Apply(new CursorCommand.HandOver("three", null, TimeSpan.Zero));
        Assert.Null(state.PushOwner);
    }

    [Fact]
    public void Counts_no_attempt_for_a_message_that_was_not_sent()
    {
        Publish("");
        for (var delivery = 0; delivery < 5; delivery++)
        {
            Assert.Equal([1], Lease(1));
            Assert.Equal(1, state.Outstanding[0].Attempt);
            Apply(new CursorCommand.Return([IdOf(1)]));
        }

        Assert.Equal([1], Lease(1));
        Nack(1, TimeSpan.Zero);
        Assert.Equal([1], Lease(1));
        Apply(new CursorCommand.Return([IdOf(1)]));
        Assert.Equal(1, state.Waiting[0].Attempts);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(100)]
    public void Backs_off_between_the_bounds(int attempts)
    {
        var (min, max) = (TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
        var bound = TimeSpan.FromSeconds(Math.Min(600, Math.Pow(2, attempts)));
        var waits = Enumerable.Range(0, 1_000).Select(seed => RedeliveryBackoff.After(attempts, min, max, (ulong)seed)).ToArray();
        Assert.All(waits, wait => Assert.InRange(wait, min, bound));
        Assert.True(waits.Max() - waits.Min() > (bound - min) * 0.9);
    }

    private bool Own(string owner) => Apply(new CursorCommand.Own(owner, TimeSpan.FromSeconds(30))).Outcomes[0].IsRefused;

    private void Publish(params string[] keys)
    {
        foreach (var key in keys)
        {
            facts.Add(facts.Count + 1, new MessageFacts(key, true));
        }
    }

    private void FailTwice()
    {
        for (var attempt = 0; attempt < 2; attempt++)
        {
            Assert.Equal([1], Lease(1));
            Nack(1, TimeSpan.Zero);
        }
    }

    private long[] Lease(int max) => [.. Apply(new CursorCommand.Lease(++leases, max)).Outcomes[0].Leased.Select(message => message.Number)];

    private void Acknowledge(long number) => Assert.Equal(SettleStatus.Acknowledged, Settle(new CursorCommand.Acknowledge([IdOf(number)])));

    private void Nack(long number, TimeSpan delay) =>
        Assert.Equal(SettleStatus.Acknowledged, Settle(new CursorCommand.Nack([IdOf(number)], delay, DeliveryFailure.Nacked)));

    private LeasedMessageId IdOf(long number) => new(number, state.Outstanding.Single(message => message.Number == number).Lease);

    private SettleStatus Settle(CursorCommand command) => Apply(command).Outcomes[0].Statuses.Single();

    private CursorTransition Apply(CursorCommand command, long low = 1)
    {
        var log = new StreamView(low, facts.Count + 1, number => facts.TryGetValue(number, out var found) ? found : null);
        var transition = CursorMachine.Apply(state, [command], new CursorContext(rules, log, now, leases));
        state = transition.State;
        return transition;
    }
}
