using System.Collections.Immutable;
using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Tests.Messaging.Cursors;

public sealed class CursorMachineTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<long, MessageFacts> facts = [];
    private readonly Dictionary<long, ImmutableArray<ParkedMessage>> pages = [];
    private CursorRules rules = new() { MaxAttempts = 2 };
    private DateTimeOffset now = Start;
    private CursorState state = CursorState.StartAt(1, [.. new byte[CursorLimits.AckKeyBytes]], Start);
    private ParkingLimits parking = ParkingLimits.Default;
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
        Assert.Equal(2, state.LowestUndone);
        Assert.Equal(0, state.DeadLettered);
    }

    [Fact]
    public void Keeps_a_message_that_has_to_be_dead_lettered_until_it_is()
    {
        Publish("");
        FailTwice();
        now += TimeSpan.FromDays(1);
        Assert.Empty(Lease(10));
        Assert.Equal([new ParkedMessage(1, 2, state.Parked[0].NotBefore, true, DeliveryFailure.Nacked)], Apply(new CursorCommand.Observe()).DeadLetters);
        Assert.Equal(1, state.LowestUndone);
        Apply(new CursorCommand.CountDeadLetters(state.Generation, [1]));
        Apply(new CursorCommand.CountDeadLetters(state.Generation, [1]));
        Assert.Equal((2, 1), (state.LowestUndone, state.DeadLettered));
    }

    [Fact]
    public void Does_not_take_a_dead_letter_from_before_a_seek_for_one_of_what_died_since()
    {
        Publish("");
        FailTwice();
        var before = state.Generation;
        Apply(new CursorCommand.Seek(1));
        FailTwice();
        Apply(new CursorCommand.CountDeadLetters(before, [1]));
        Assert.Equal((1, 0), (state.LowestUndone, state.DeadLettered));
        Apply(new CursorCommand.CountDeadLetters(state.Generation, [1]));
        Assert.Equal((2, 1), (state.LowestUndone, state.DeadLettered));
    }

    [Fact]
    public void Passes_over_what_the_filter_does_not_want_at_once()
    {
        facts[1] = new MessageFacts(0, false);
        facts[2] = new MessageFacts(0, true);
        facts[3] = new MessageFacts(0, false);
        Assert.Equal([2], Lease(1));
        Assert.Empty(Lease(1));
        Assert.Equal((2, 4, 1), (state.LowestUndone, state.Next, state.Undone));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Goes_on_for_as_long_as_it_may_while_a_message_is_put_off(bool isOrdered)
    {
        rules = rules with { IsOrdered = isOrdered };
        Publish([.. Enumerable.Range(0, 50_000).Select(i => i % 10 == 0 ? "slow" : $"key {i}")]);
        Assert.Equal([1], Lease(1));
        Nack(1, TimeSpan.FromMinutes(10));
        var done = ConsumeAll();
        Assert.Equal(isOrdered ? 45_000 : 49_999, done.Count);
        Assert.False(state.IsFull);
        Assert.Equal((1, 50_001), (state.LowestUndone, state.Next));
        now += TimeSpan.FromMinutes(10);
        Assert.Equal([.. facts.Keys.Where(number => !done.Contains(number))], ConsumeAll());
        Assert.Equal((50_001, 0), (state.LowestUndone, state.Undone));
    }

    [Fact]
    public void Delivers_one_retry_for_nine_new_messages_and_retries_alone_when_there_are_none()
    {
        rules = rules with { MaxAttempts = 100 };
        Publish([.. Enumerable.Repeat("", 1_000)]);
        foreach (var number in Lease(200))
        {
            Nack(number, TimeSpan.Zero);
        }

        Assert.Equal(10, Lease(100).Count(number => number <= 200));
        Assert.Single(Enumerable.Range(0, 10).SelectMany(_ => Lease(1)), number => number <= 200);
        Assert.Equal(69, Lease(690).Count(number => number <= 200));
        Assert.Equal(1_000, state.Next - 1 + Lease(100).Count(number => number > 200));
        Assert.All(Lease(50), number => Assert.InRange(number, 1, 200));
    }

    [Fact]
    public void Tries_the_retry_first_that_has_been_due_for_longest()
    {
        rules = rules with { MaxAttempts = 100 };
        Publish("", "", "");
        Lease(3);
        Nack(1, TimeSpan.FromSeconds(9));
        Nack(3, TimeSpan.FromSeconds(5));
        Nack(2, TimeSpan.FromSeconds(7));
        now += TimeSpan.FromSeconds(10);
        Assert.Equal([[3], [2], [1]], [Lease(1), Lease(1), Lease(1)]);
    }

    [Fact]
    public void Keeps_what_the_document_has_no_room_for_in_pages_and_delivers_it_when_it_is_due()
    {
        rules = rules with { MaxAttempts = 100 };
        Publish([.. Enumerable.Repeat("", 5_000)]);
        while (Lease(100) is { Length: > 0 } leased)
        {
            Array.ForEach(leased, number => Nack(number, TimeSpan.FromMinutes(1 + (number % 7))));
        }

        Assert.Equal((5_000, 5_000), (state.ParkedCount, state.Undone));
        Assert.InRange(CursorCodec.Write(state).Length, 1, CursorCodec.MaxBytes);
        Assert.Equal(state.Pages.Select(page => page.Id).Concat(state.ObsoletePages).Order(), pages.Keys.Order());
        Assert.Equal(1, state.LowestUndone);
        now += TimeSpan.FromMinutes(10);
        Assert.Equal(facts.Keys.Order(), ConsumeAll());
        Assert.Equal((5_001, 0), (state.LowestUndone, pages.Count));
    }

    [Fact]
    public void Delivers_nothing_new_while_as_many_are_parked_as_may_be()
    {
        rules = rules with { MaxAttempts = 100 };
        parking = parking with { All = 50 };
        Publish([.. Enumerable.Repeat("", 60)]);
        Array.ForEach(Lease(100), number => Nack(number, TimeSpan.FromMinutes(1)));
        Assert.Equal(50, state.ParkedCount);
        Assert.Empty(Lease(10));
        now += TimeSpan.FromMinutes(1);
        Assert.Equal(60, ConsumeAll().Count);
    }

    [Fact]
    public void Delivers_what_waited_for_its_key_at_once_when_the_order_ends_and_nothing_twice_when_it_begins_again()
    {
        rules = rules with { IsOrdered = true };
        Publish("a", "a", "b", "a");
        Assert.Equal([1, 3], Lease(10));
        rules = rules with { IsOrdered = false };
        Assert.Equal([2, 4], Lease(10));
        Publish("a");
        Assert.Equal([5], Lease(10));
        Acknowledge(5);
        rules = rules with { IsOrdered = true };
        Nack(1, TimeSpan.Zero);
        Nack(2, TimeSpan.Zero);
        Publish("a");
        Assert.Equal([1], Lease(10));
        Assert.Equal([1, 2, 3, 4], state.Outstanding.Select(message => message.Number).Concat(state.Parked.Select(message => message.Number)).Order());
    }

    [Fact]
    public void Answers_a_late_acknowledgement_with_what_became_of_the_message()
    {
        rules = rules with { MaxAttempts = 1 };
        Publish("", "", "");
        Lease(3);
        var ids = state.Outstanding.Select(message => new LeasedMessageId(message.Number, message.Lease)).ToArray();
        Acknowledge(1);
        Nack(2, TimeSpan.Zero);
        Apply(new CursorCommand.CountDeadLetters(state.Generation, [2]));
        Apply(new CursorCommand.Observe(), low: 4);
        Assert.Equal([SettleStatus.Acknowledged, SettleStatus.Expired, SettleStatus.Expired], Apply(new CursorCommand.Acknowledge([.. ids])).Results[0].Statuses);
        Assert.Equal(SettleStatus.Expired, Settle(new CursorCommand.Nack([ids[0]], null, DeliveryFailure.Nacked)));
        Apply(new CursorCommand.Seek(4));
        Assert.Equal(SettleStatus.Expired, Settle(new CursorCommand.Acknowledge([ids[0]])));
    }

    [Fact]
    public void Wakes_who_waits_when_a_key_is_freed_a_message_returned_or_a_place_sought_and_not_otherwise()
    {
        rules = rules with { IsOrdered = true };
        Publish("a", "a", "b");
        Assert.Equal([1, 3], Lease(10));
        Assert.False(Apply(new CursorCommand.Acknowledge([IdOf(3)])).Wakes);
        Assert.True(Apply(new CursorCommand.Acknowledge([IdOf(1)])).Wakes);
        Assert.Equal([2], Lease(10));
        Assert.True(Apply(new CursorCommand.Nack([IdOf(2)], TimeSpan.FromSeconds(5), DeliveryFailure.Nacked)).Wakes);
        Assert.True(Apply(new CursorCommand.Seek(1)).Wakes);
        Assert.False(Apply(new CursorCommand.Observe()).Wakes);
    }

    [Fact]
    public void Ends_a_delivery_when_it_has_become_large_and_gives_retries_their_share_of_it()
    {
        rules = rules with { MaxAttempts = 100 };
        for (var number = 1; number <= 100; number++)
        {
            facts.Add(number, new MessageFacts(0, true, Bytes: 262_144));
        }

        Assert.Equal(16, Lease(100).Length);
        Array.ForEach([.. state.Outstanding.Select(message => message.Number)], number => Nack(number, TimeSpan.Zero));
        Assert.Equal((10, 16), (Lease(100).Count(number => number <= 16), state.Outstanding.Count));
    }

    [Fact]
    public void Has_at_most_a_thousand_messages_out()
    {
        Publish([.. Enumerable.Repeat("", 2_000)]);
        Assert.Equal(CursorLimits.Outstanding, Lease(5_000).Length);
        Assert.True(state.IsFull);
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
        Assert.Equal(SettleStatus.Extended, Settle(new CursorCommand.Extend([id], rules.AckDeadline)));
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
        Assert.Equal((5, 5, 3), (state.LowestUndone, state.Next, state.ExpiredUnacknowledged));
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
        Assert.Equal((2, 3, 1), (state.LowestUndone, state.Next, state.Undone));
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
        Assert.Equal(4, state.LowestUndone);
    }

    [Fact]
    public void Has_one_push_owner_at_a_time()
    {
        Publish("", "");
        Assert.False(Own("one"));
        Assert.True(Own("two"));
        Assert.True(Apply(new CursorCommand.Lease(1, null, "two")).Results[0].IsRefused);
        Assert.Single(Apply(new CursorCommand.Lease(1, null, "one")).Results[0].Leased);
        now += TimeSpan.FromSeconds(30);
        Assert.True(Apply(new CursorCommand.Lease(1, null, "one")).Results[0].IsRefused);
        Assert.False(Own("two"));
        Apply(new CursorCommand.HandOver("one", null, TimeSpan.Zero));
        Assert.Equal("two", state.PushOwner?.Id);
        Apply(new CursorCommand.HandOver("two", "hold", TimeSpan.FromMinutes(1)));
        Assert.True(Own("three"));
        Assert.False(Apply(new CursorCommand.Own("three", TimeSpan.FromSeconds(30), "hold")).Results[0].IsRefused);
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
            Return(1);
        }

        Assert.Equal([1], Lease(1));
        Nack(1, TimeSpan.Zero);
        Assert.Equal([1], Lease(1));
        Return(1);
        Assert.Equal(1, state.Parked[0].Attempts);
    }

    [Fact]
    public void Counts_an_attempt_at_the_end_of_a_lease_only_for_what_the_consumer_had_begun_with()
    {
        rules = rules with { MaxAttempts = 3 };
        Publish([.. Enumerable.Repeat("", 40)]);
        for (var crash = 0; crash < 10; crash++)
        {
            Apply(new CursorCommand.Lease(40) { Concurrency = 2 });
            Assert.All(state.Outstanding, message => Assert.InRange(message.Attempt, 1, 3));
            now += rules.AckDeadline;
        }

        Apply(new CursorCommand.Observe());
        Assert.Equal(20, state.Parked.Sum(message => message.Attempts));
        Assert.Equal(Enumerable.Range(1, 6).Select(number => (long)number), state.Parked.Where(message => message.IsExhausted).Select(message => message.Number));
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

    private List<long> ConsumeAll()
    {
        var consumed = new List<long>();
        while (true)
        {
            var result = Apply(new CursorCommand.Lease(100)).Results[0];
            if (result.Leased.Count == 0 && !result.HasMore)
            {
                consumed.Sort();
                return consumed;
            }

            consumed.AddRange(result.Leased.Select(message => message.Number));
            Apply(new CursorCommand.Acknowledge([.. result.Leased.Select(message => new LeasedMessageId(message.Number, message.Lease))]));
        }
    }

    private bool Own(string owner) => Apply(new CursorCommand.Own(owner, TimeSpan.FromSeconds(30))).Results[0].IsRefused;

    private void Publish(params string[] keys)
    {
        foreach (var key in keys)
        {
            facts.Add(facts.Count + 1, new MessageFacts(OrderingKeys.Of(key), true));
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

    private long[] Lease(int max) => [.. Apply(new CursorCommand.Lease(max)).Results[0].Leased.Select(message => message.Number)];

    private void Acknowledge(long number) => Assert.Equal(SettleStatus.Acknowledged, Settle(new CursorCommand.Acknowledge([IdOf(number)])));

    private void Nack(long number, TimeSpan delay) =>
        Assert.Equal(SettleStatus.Returned, Settle(new CursorCommand.Nack([IdOf(number)], delay, DeliveryFailure.Nacked)));

    private void Return(long number) =>
        Assert.Equal(SettleStatus.Returned, Settle(new CursorCommand.Nack([IdOf(number)], null, DeliveryFailure.Nacked, CountsAttempt: false)));

    private LeasedMessageId IdOf(long number) => new(number, state.Outstanding.Single(message => message.Number == number).Lease);

    private SettleStatus Settle(CursorCommand command) => Apply(command).Results[0].Statuses.Single();

    private CursorTransition Apply(CursorCommand command, long low = 1)
    {
        var log = new StreamView(low, facts.Count + 1, number => facts.TryGetValue(number, out var found) ? found : null);
        var context = new CursorContext(rules, log, now, ++leases) { Parking = parking, Pages = pages };
        var transition = CursorMachine.Apply(state, [command], context);
        state = transition.State;
        foreach (var page in transition.AddedPages)
        {
            pages.Add(page.Id, page.Messages);
        }

        foreach (var page in transition.DroppedPages)
        {
            Assert.True(pages.Remove(page));
        }

        return transition;
    }
}
