using Microsoft.Extensions.Time.Testing;
using Serverless.Azure.Tests.CosmosStandIn;
using Serverless.Azure.Tests.Emulators;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Cosmos;
using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.Trimming;

namespace Serverless.Azure.Tests.Messaging;

/// <summary>The mirror of floors may lag behind the cursors, and never runs ahead of them.</summary>
public sealed class CosmosFloorsTests : IAsyncDisposable
{
    private const string Put = "PUT Floors";
    private static readonly CursorId Id = new("subscription", new StreamId("topic", 0));

    private readonly FakeTimeProvider time = new(DateTimeOffset.UnixEpoch.AddYears(56));
    private readonly UnreliableNetwork tables = new();
    private readonly CosmosTestAccount cosmos;
    private readonly TableFloors floors;

    public CosmosFloorsTests(Azurite azurite)
    {
        cosmos = new CosmosTestAccount(time);
        floors = new TableFloors(new TestAccount(azurite, tables).Tables, time);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Mirrors_a_cursor_once_a_minute_and_not_with_every_write()
    {
        var store = Process();
        var cursor = await AddAsync(store, 1);
        cursor = await MoveAsync(store, cursor, 2);
        tables.TakeRequests();
        cursor = await MoveAsync(store, await MoveAsync(store, cursor, 3), 4);
        Assert.Empty(tables.TakeRequests());
        Assert.Equal(2, (await floors.FindAsync(Id, Cancel))!.Floor);
        time.Advance(CosmosCursorStore.MirrorInterval);
        await MoveAsync(store, cursor, 5);
        Assert.Equal(5, (await floors.FindAsync(Id, Cancel))!.Floor);
    }

    [Fact]
    public async Task Compares_the_lowest_with_their_cursors_and_says_what_it_found()
    {
        var store = Process();
        var cursor = await MoveAsync(store, await MoveAsync(store, await AddAsync(store, 1), 2), 9);
        Assert.Equal(9, (await store.FindFloorsAsync(Id.Stream, Cancel))[Id.SubscriptionId]);
        Assert.Equal(9, (await floors.FindAsync(Id, Cancel))!.Floor);
        Assert.Equal(9, cursor.State.Floor);
    }

    [Fact]
    public async Task Knows_of_a_cursor_before_there_is_one()
    {
        cosmos.Network.Disturb("create cursors", NetworkFault.Crash);
        await Assert.ThrowsAsync<CrashException>(() => Process().TryAddAsync(Id, At(3), Cancel));
        Assert.Equal(3, (await Process().FindFloorsAsync(Id.Stream, Cancel))[Id.SubscriptionId]);
    }

    [Fact]
    public async Task Is_lowered_before_the_cursor_is_and_not_raised_by_who_comes_late()
    {
        var (fast, slow) = (Process(), Process());
        var cursor = await MoveAsync(fast, await AddAsync(fast, 1), 9);

        // One process acknowledges; before it mirrors that, another moves the cursor back.
        tables.Before(Put, async () => await fast.TryReplaceAsync((await fast.FindAsync(Id, Cancel))!, CursorChange.To(At(2)), Cancel));
        await MoveAsync(slow, cursor, 12);

        Assert.Equal(2, (await fast.FindAsync(Id, Cancel))!.State.Floor);
        Assert.Equal(2, (await floors.FindAsync(Id, Cancel))!.Floor);
    }

    [Fact]
    public async Task Stays_low_while_a_cursor_that_is_to_be_moved_back_has_not_been()
    {
        var store = Process();
        var cursor = await MoveAsync(store, await AddAsync(store, 1), 9);
        cosmos.Network.Disturb("replace cursors", NetworkFault.Crash);
        await Assert.ThrowsAsync<CrashException>(() => store.TryReplaceAsync(cursor, CursorChange.To(At(2)), Cancel));
        Assert.Equal(2, (await store.FindFloorsAsync(Id.Stream, Cancel))[Id.SubscriptionId]);
        time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(9, (await store.FindFloorsAsync(Id.Stream, Cancel))[Id.SubscriptionId]);
    }

    [Fact]
    public async Task Does_not_fail_an_acknowledgement_when_the_tables_do_not_answer()
    {
        var store = Process();
        var cursor = await AddAsync(store, 1);
        tables.Disturb(Put, [.. Enumerable.Repeat(NetworkFault.Unavailable, 10)]);
        Assert.Equal(2, (await MoveAsync(store, cursor, 2)).State.Floor);
    }

    public ValueTask DisposeAsync() => cosmos.DisposeAsync();

    private CosmosCursorStore Process() => new(cosmos.Account, floors, time);

    private static async Task<StoredCursor> AddAsync(CosmosCursorStore store, long floor)
    {
        Assert.True(await store.TryAddAsync(Id, At(floor), Cancel));
        return (await store.FindAsync(Id, Cancel))!;
    }

    private static async Task<StoredCursor> MoveAsync(CosmosCursorStore store, StoredCursor cursor, long floor) =>
        (await store.TryReplaceAsync(cursor, CursorChange.To(At(floor)), Cancel))!;

    private static CursorState At(long number) => CursorState.StartAt(number, [.. new byte[CursorLimits.AckKeyBytes]], DateTimeOffset.UnixEpoch);
}
