using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Cursors;

namespace Serverless.Core.Tests.Messaging.Cursors;

/// <summary>What every store of cursors has to keep.</summary>
public abstract class CursorStoreContract
{
    private static readonly CursorId Id = new("subscription", new StreamId("topic", 3));
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected abstract ICursorStore Store { get; }

    [Fact]
    public async Task Finds_what_was_added_and_nothing_else()
    {
        Assert.True(await Store.TryAddAsync(Id, At(7), Cancel));
        var found = await Store.FindAsync(Id, Cancel);
        Assert.Equal(CursorCodec.Write(At(7)), CursorCodec.Write(found!.State));
        Assert.Equal(Id, found.Id);
        Assert.Null(await Store.FindAsync(Id with { SubscriptionId = "Subscription" }, Cancel));
        Assert.Null(await Store.FindAsync(Id with { Stream = new StreamId("topic", 4) }, Cancel));
    }

    [Fact]
    public async Task Adds_no_second_cursor()
    {
        await Store.TryAddAsync(Id, At(7), Cancel);
        Assert.False(await Store.TryAddAsync(Id, At(8), Cancel));
        Assert.Equal(7, (await Store.FindAsync(Id, Cancel))!.State.Floor);
    }

    [Fact]
    public async Task Replaces_only_what_was_read()
    {
        await Store.TryAddAsync(Id, At(7), Cancel);
        var first = (await Store.FindAsync(Id, Cancel))!;
        var second = await Store.TryReplaceAsync(first, CursorChange.To(At(8)), Cancel);
        Assert.Equal(second!.ETag, (await Store.FindAsync(Id, Cancel))!.ETag);
        Assert.Null(await Store.TryReplaceAsync(first, CursorChange.To(At(9)), Cancel));
        Assert.NotNull(await Store.TryReplaceAsync(second, CursorChange.To(At(10)), Cancel));
        Assert.Equal(10, (await Store.FindAsync(Id, Cancel))!.State.Floor);
    }

    [Fact]
    public async Task Neither_finds_nor_replaces_nor_adds_what_was_closed()
    {
        await Store.TryAddAsync(Id, At(7), Cancel);
        var found = (await Store.FindAsync(Id, Cancel))!;
        await Store.CloseAsync(Id, Now, Cancel);
        await Store.CloseAsync(Id, Now, Cancel);
        Assert.Null(await Store.FindAsync(Id, Cancel));
        Assert.Null(await Store.TryReplaceAsync(found, CursorChange.To(At(8)), Cancel));
        Assert.False(await Store.TryAddAsync(Id, At(9), Cancel));
        Assert.Null(await Store.FindAsync(Id, Cancel));
        Assert.Empty(await Store.FindFloorsAsync(Id.Stream, Cancel));
    }

    [Fact]
    public async Task Closes_a_cursor_that_was_never_added()
    {
        await Store.CloseAsync(Id, Now, Cancel);
        Assert.False(await Store.TryAddAsync(Id, At(9), Cancel));
        Assert.Empty(await Store.FindFloorsAsync(Id.Stream, Cancel));
    }

    [Fact]
    public async Task Keeps_a_cursor_closed_for_a_day()
    {
        await Store.CloseAsync(Id, Now, Cancel);
        await Store.CloseAsync(Id with { SubscriptionId = "other" }, Now + ICursorStore.ClosedFor - TimeSpan.FromSeconds(1), Cancel);
        Assert.False(await Store.TryAddAsync(Id, At(9), Cancel));
    }

    [Fact]
    public async Task Lets_one_of_many_writers_win()
    {
        await Store.TryAddAsync(Id, At(1), Cancel);
        var found = (await Store.FindAsync(Id, Cancel))!;
        var writes = await Task.WhenAll(Enumerable.Range(2, 20).Select(floor => Store.TryReplaceAsync(found, CursorChange.To(At(floor)), Cancel)));
        Assert.Single(writes, write => write is not null);
    }

    [Fact]
    public async Task Knows_the_floors_of_a_stream()
    {
        await Store.TryAddAsync(Id, At(7), Cancel);
        await Store.TryAddAsync(Id with { SubscriptionId = "other" }, At(3), Cancel);
        await Store.TryAddAsync(Id with { Stream = new StreamId("topic", 4) }, At(1), Cancel);
        await Store.TryReplaceAsync((await Store.FindAsync(Id, Cancel))!, CursorChange.To(At(8)), Cancel);
        Assert.Equal(
            new Dictionary<string, long> { ["subscription"] = 8, ["other"] = 3 },
            (await Store.FindFloorsAsync(Id.Stream, Cancel)).ToDictionary());
    }

    [Fact]
    public async Task Stores_pages_with_the_cursor_or_not_at_all()
    {
        await Store.TryAddAsync(Id, At(7), Cancel);
        var first = (await Store.FindAsync(Id, Cancel))!;
        var page = new ParkedPage(1, [new ParkedMessage(3, 2, Now, false, DeliveryFailure.Refused(503), 9), new ParkedMessage(5, 1, Now.AddHours(12), false, DeliveryFailure.Nacked, 9)]);
        var second = await Store.TryReplaceAsync(first, Holding(page), Cancel);
        Assert.Equal(page.Messages, await Store.FindPageAsync(Id, 1, Cancel));
        Assert.Null(await Store.FindPageAsync(Id, 2, Cancel));
        Assert.Null(await Store.FindPageAsync(Id with { SubscriptionId = "other" }, 1, Cancel));
        Assert.Equal(3, (await Store.FindFloorsAsync(Id.Stream, Cancel))[Id.SubscriptionId]);
        Assert.Null(await Store.TryReplaceAsync(first, Holding(page with { Id = 2 }), Cancel));
        Assert.Null(await Store.FindPageAsync(Id, 2, Cancel));
        Assert.NotNull(await Store.TryReplaceAsync(second!, new CursorChange(At(8), [], [1]), Cancel));
        Assert.Null(await Store.FindPageAsync(Id, 1, Cancel));
    }

    [Fact]
    public async Task Removes_the_pages_with_the_cursor()
    {
        await Store.TryAddAsync(Id, At(7), Cancel);
        var page = new ParkedPage(1, [new ParkedMessage(3, 2, Now, false, DeliveryFailure.Nacked)]);
        await Store.TryReplaceAsync((await Store.FindAsync(Id, Cancel))!, Holding(page), Cancel);
        await Store.CloseAsync(Id, Now, Cancel);
        Assert.Null(await Store.FindPageAsync(Id, 1, Cancel));
    }

    private static CursorChange Holding(ParkedPage page) => new(At(8) with { Pages = [page.Summarize()], LastPage = page.Id }, [page], []);

    private static CursorState At(long number) => CursorState.StartAt(number, [.. Enumerable.Range(0, CursorLimits.AckKeyBytes).Select(i => (byte)i)], Now);
}
