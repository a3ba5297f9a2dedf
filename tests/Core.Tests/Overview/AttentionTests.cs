using Microsoft.Extensions.Time.Testing;
using Serverless.Core.Overview;
using Serverless.Core.Redis;
using Serverless.Core.Storage;
using Serverless.Core.Tests.RateLimiting.Servers;

namespace Serverless.Core.Tests.Overview;

/// <summary>What needs attention is told by the instance that knows, and read by all.</summary>
public sealed class AttentionTests(GarnetServer server) : IClassFixture<GarnetServer>
{
    private static readonly AttentionItem Item = new("full-window", "subscription", "orders/é", "It is full.", "#/topics/orders", "orders");

    private readonly FakeTimeProvider time = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Others_read_what_one_knows_until_it_says_otherwise()
    {
        await using var connection = new RedisConnection($"{server.Configuration},syncTimeout=60000");
        var store = new RedisAttentionStore(connection);
        var (knowing, other) = (new Source("a") { Items = [Item] }, new Source("a"));
        await new AttentionNotes([knowing], store).TryShareAsync(Cancel);
        Assert.Equal([Item], await new AttentionNotes([other], store).ReadAsync(Cancel));
        var database = (await connection.GetAsync()).GetDatabase();
        Assert.InRange((await database.KeyTimeToLiveAsync("attention:a"))!.Value, AttentionNotes.Lifetime - TimeSpan.FromMinutes(1), AttentionNotes.Lifetime);
        knowing.Items = [];
        await new AttentionNotes([knowing], store).TryShareAsync(Cancel);
        Assert.Empty(await new AttentionNotes([other], store).ReadAsync(Cancel));
    }

    [Fact]
    public async Task A_note_is_believed_for_a_while_and_no_longer()
    {
        var store = new MemoryAttentionStore(time);
        await store.PutAsync("a", [Item], Cancel);
        Assert.Equal([Item], await store.ReadAsync("a", Cancel));
        time.Advance(AttentionNotes.Lifetime);
        Assert.Empty(await store.ReadAsync("a", Cancel));
        Assert.Empty(await store.ReadAsync("b", Cancel));
    }

    [Fact]
    public async Task A_source_tells_so_many_at_most_and_what_it_knows_here_where_nothing_can_be_told()
    {
        var many = new Source("a") { Items = [.. Enumerable.Repeat(Item, 100)] };
        Assert.Equal(AttentionNotes.MaxItems, (await new AttentionNotes([many], new MemoryAttentionStore(time)).ReadAsync(Cancel)).Count);
        Assert.Equal(AttentionNotes.MaxItems, (await new AttentionNotes([many, new Source("b")], new AwayStore()).ReadAsync(Cancel)).Count);
    }

    private sealed class Source(string name) : IAttentionSource
    {
        public string Name => name;

        public IReadOnlyList<AttentionItem>? Items { get; set; }
    }

    private sealed class AwayStore : IAttentionStore
    {
        public Task PutAsync(string source, IReadOnlyList<AttentionItem> items, CancellationToken cancellationToken) => throw new StoreUnavailableException("away");

        public Task<IReadOnlyList<AttentionItem>> ReadAsync(string source, CancellationToken cancellationToken) => throw new StoreUnavailableException("away");
    }
}
