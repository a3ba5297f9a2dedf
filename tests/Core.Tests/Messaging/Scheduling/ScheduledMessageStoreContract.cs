using System.Text;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Scheduling;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Tests.Messaging.Scheduling;

/// <summary>What every <see cref="IScheduledMessageStore"/> does.</summary>
public abstract class ScheduledMessageStoreContract
{
    private const int Racers = 16;

    private readonly Topic topic = SampleMessages.Topic();
    private int seed;

    /// <summary>The store under test, one for the whole test.</summary>
    protected abstract IScheduledMessageStore Store { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private StreamId Place => topic.Streams().First();

    [Fact]
    public async Task Finds_nothing_that_was_never_added()
    {
        Assert.Null(await Store.FindAsync(Place, "key", Cancel));
        Assert.Empty(await ListAsync());
        Assert.True(await Store.PurgeAsync(Place, Cancel));
        Assert.True(await Store.ForgetAsync(SampleMessages.Start, Cancel));
    }

    [Theory]
    [InlineData("a/b ? # % ü")]
    [InlineData(null)]
    public async Task Finds_a_message_with_all_it_has(string? id)
    {
        var message = Message(id, 90) with { MovingSince = SampleMessages.Start.AddMinutes(1.5) };
        Assert.True(await Store.TryAddAsync(message, Cancel));
        var found = (await Store.FindAsync(Place, message.Key, Cancel))!;
        AssertSame(message, found.Message);
        var moved = message.Moved(new StreamId(topic.Id, 3), 17);
        AssertSame(moved, (await Store.TryReplaceAsync(found, moved, Cancel))!.Message);
        AssertSame(moved, (await Store.FindAsync(Place, message.Key, Cancel))!.Message);
    }

    [Fact]
    public async Task Refuses_to_add_what_is_there_moved_or_not()
    {
        Assert.True(await Store.TryAddAsync(Message("a", 10), Cancel));
        Assert.False(await Store.TryAddAsync(Message("a", 20), Cancel));
        var found = (await Store.FindAsync(Place, Message("a", 0).Key, Cancel))!;
        Assert.Equal(SampleMessages.Start.AddSeconds(10), found.Message.DueAt);
        await Store.TryReplaceAsync(found, found.Message.Moved(Place, 1), Cancel);
        Assert.False(await Store.TryAddAsync(Message("a", 20), Cancel));
    }

    [Fact]
    public async Task Changes_only_what_has_not_changed_since()
    {
        await Store.TryAddAsync(Message("a", 10), Cancel);
        var read = (await ListAsync())[0];
        var marked = (await Store.TryReplaceAsync(read, read.Message with { MovingSince = SampleMessages.Start }, Cancel))!;
        Assert.Null(await Store.TryReplaceAsync(read, read.Message, Cancel));
        Assert.False(await Store.TryRemoveAsync(read, Cancel));
        Assert.Equal(SampleMessages.Start, (await ListAsync())[0].Message.MovingSince);
        Assert.True(await Store.TryRemoveAsync(marked, Cancel));
        Assert.False(await Store.TryRemoveAsync(marked, Cancel));
        Assert.Null(await Store.TryReplaceAsync(marked, marked.Message, Cancel));
        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task Lets_one_of_many_mark_a_message()
    {
        await Store.TryAddAsync(Message("a", 10), Cancel);
        var read = (await ListAsync())[0];
        var marks = await Task.WhenAll(Enumerable.Range(0, Racers).Select(i => Task.Run(
            () => Store.TryReplaceAsync(read, read.Message with { MovingSince = SampleMessages.Start.AddSeconds(i) }, Cancel), Cancel)));
        var winner = Assert.Single(marks, mark => mark is not null);
        Assert.Equal(winner!.Message.MovingSince, (await ListAsync())[0].Message.MovingSince);
    }

    [Fact]
    public async Task Lists_what_waits_by_its_time_and_nothing_that_has_moved()
    {
        foreach (var (id, seconds) in new[] { ("c", 30), ("a", 10), ("d", 10), ("b", 20), ("e", 10) })
        {
            await Store.TryAddAsync(Message(id, seconds), Cancel);
        }

        await Store.TryAddAsync(Message("x", 5) with { Place = Place with { Shard = 1 } }, Cancel);
        var gone = (await Store.FindAsync(Place, Message("b", 0).Key, Cancel))!;
        await Store.TryReplaceAsync(gone, gone.Message.Moved(Place, 1), Cancel);
        var all = await ListAsync();
        Assert.Equal(all.OrderBy(stored => stored.Message.DueAt).ThenBy(stored => stored.Message.Key, StringComparer.Ordinal), all);
        Assert.Equal("c", all[^1].Message.Id);
        Assert.Equal(4, all.Count);
        for (var i = 0; i < all.Count; i++)
        {
            Assert.Equal(Ids(all.Skip(i + 1).Take(2)), Ids(await Store.ListAsync(Place, all[i].Message.Position, null, 2, Cancel)));
        }

        Assert.Equal(Ids(all.Take(3)), Ids(await Store.ListAsync(Place, null, SampleMessages.Start.AddSeconds(10), 100, Cancel)));
        Assert.Empty(await Store.ListAsync(Place, null, SampleMessages.Start.AddSeconds(10).AddTicks(-1), 100, Cancel));
        Assert.Equal(Ids(all.Skip(1).Take(2)), Ids(await Store.ListAsync(Place, all[0].Message.Position, SampleMessages.Start.AddSeconds(29), 100, Cancel)));
    }

    [Fact]
    public async Task Ends_a_page_before_it_becomes_too_large()
    {
        var large = new string('x', 200_000);
        for (var i = 0; i < 8; i++)
        {
            await Store.TryAddAsync(Message($"{i}", i, $"\"{large}\""), Cancel);
        }

        var (found, after) = (new List<string>(), default(SchedulePosition?));
        while (await Store.ListAsync(Place, after, null, 100, Cancel) is { Count: > 0 } page)
        {
            Assert.InRange(page.Count, 1, 6);
            found.AddRange(Ids(page));
            after = page[^1].Message.Position;
        }

        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7"], found);
    }

    [Fact]
    public async Task Names_every_place_where_something_is_due()
    {
        var places = Enumerable.Range(0, 5).Select(i => new StreamId(topic.Id, i)).ToHashSet();
        foreach (var place in places)
        {
            await Store.TryAddAsync(Message("a", 10) with { Place = place }, Cancel);
        }

        Assert.Superset(places, (await PlacesAsync(limit: 2)).ToHashSet());
        Assert.Superset(places, (await PlacesAsync(limit: 100)).ToHashSet());
    }

    [Fact]
    public async Task Purges_a_place_and_no_other()
    {
        for (var i = 0; i < 20; i++)
        {
            await Store.TryAddAsync(Message($"{i}", i), Cancel);
        }

        var other = Message("a", 10) with { Place = Place with { Shard = 1 } };
        await Store.TryAddAsync(other, Cancel);
        var moved = (await ListAsync())[0];
        await Store.TryReplaceAsync(moved, moved.Message.Moved(Place, 1), Cancel);
        while (!await Store.PurgeAsync(Place, Cancel))
        {
        }

        Assert.Empty(await ListAsync());
        Assert.Null(await Store.FindAsync(Place, moved.Message.Key, Cancel));
        Assert.NotNull(await Store.FindAsync(other.Place, other.Key, Cancel));
    }

    [Fact]
    public async Task Forgets_nothing_that_waits_and_nothing_too_early()
    {
        await Store.TryAddAsync(Message("waits", 10), Cancel);
        await Store.TryAddAsync(Message("moved", 10), Cancel);
        var moved = (await Store.FindAsync(Place, Message("moved", 0).Key, Cancel))!;
        await Store.TryReplaceAsync(moved, moved.Message.Moved(Place, 1), Cancel);
        await ForgetAsync(moved.Message.RecognisedUntil.AddTicks(-1));
        Assert.NotNull(await Store.FindAsync(Place, moved.Message.Key, Cancel));
        await ForgetAsync(moved.Message.RecognisedUntil.AddDays(1));
        Assert.Equal(["waits"], Ids(await ListAsync()));
    }

    private static void AssertSame(ScheduledMessage expected, ScheduledMessage actual)
    {
        Assert.Equal(expected.Body.ToArray(), actual.Body.ToArray());
        Assert.Equal(expected with { Body = default }, actual with { Body = default });
    }

    private static string[] Ids(IEnumerable<StoredScheduledMessage> messages) => [.. messages.Select(stored => stored.Message.Id)];

    private ScheduledMessage Message(string? id, int seconds, string json = "{}")
    {
        using var random = new SeededRandomNumberGenerator(++seed);
        var content = new MessageContent { Data = Encoding.UTF8.GetBytes(json) };
        return ScheduledMessage.Of(topic, new NewMessage(content, id) { DeliverAt = SampleMessages.Start.AddSeconds(seconds) }, SampleMessages.Start, random);
    }

    private Task<IReadOnlyList<StoredScheduledMessage>> ListAsync() => Store.ListAsync(Place, null, null, 1_000, Cancel);

    private async Task ForgetAsync(DateTimeOffset now)
    {
        while (!await Store.ForgetAsync(now, Cancel))
        {
        }
    }

    private async Task<List<StreamId>> PlacesAsync(int limit)
    {
        var (found, after) = (new List<StreamId>(), default(StreamId?));
        while (await Store.ListPlacesAsync(SampleMessages.Start.AddSeconds(10), after, limit, Cancel) is { Count: > 0 } page)
        {
            found.AddRange(page);
            after = page[^1];
        }

        return found;
    }
}
