using Microsoft.Extensions.Time.Testing;
using Serverless.Core.RateLimiting.Rules;
using Serverless.Core.Redis;
using Serverless.Core.Storage;
using Serverless.Core.Tests.UrlShortening;
using Serverless.LocalHost.Redis;

namespace Serverless.Core.Tests.RateLimiting.Rules;

/// <summary>The shared copy on a Redis server of its own.</summary>
public sealed class RedisSharedRulesTests : IAsyncDisposable
{
    private readonly EmbeddedRedis server = EmbeddedRedis.Start();
    private readonly FakeTimeProvider time = new();
    private readonly RedisConnection connection;
    private readonly RedisSharedRules shared;

    public RedisSharedRulesTests()
    {
        connection = new RedisConnection(server.Configuration);
        shared = new RedisSharedRules(connection, SampleUnreadable.Documents, time);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Holds_nothing_at_first_and_takes_no_part_for_the_whole()
    {
        Assert.Null(await shared.GetVersionAsync(Cancel));
        Assert.Null(await shared.ReadAsync(Cancel));
        Assert.False(await shared.TryPutAsync(DocumentKind.Rule, "a", DocumentTypes.Rule.Write(StoredSamples.Rule("a")), "v1", Cancel));
        Assert.Null(await shared.ReadAsync(Cancel));
    }

    [Fact]
    public async Task Replaces_the_version_that_was_seen_only()
    {
        Assert.True(await shared.TryReplaceAsync(null, new SharedRules("v1", new RuleSnapshot { Rules = [StoredSamples.Rule("b"), StoredSamples.Rule("a")], Apis = [StoredSamples.Api("x")] }), Cancel));
        Assert.False(await shared.TryReplaceAsync(null, new SharedRules("v2", RuleSnapshot.Empty), Cancel));
        Assert.False(await shared.TryReplaceAsync("v0", new SharedRules("v2", RuleSnapshot.Empty), Cancel));
        var copy = (await shared.ReadAsync(Cancel))!;
        Assert.Equal("v1", copy.Version);
        Assert.Equal([StoredSamples.Rule("a"), StoredSamples.Rule("b")], copy.Snapshot.Rules);
        Assert.Equal(StoredSamples.Api("x").Operations, Assert.Single(copy.Snapshot.Apis).Operations);

        Assert.True(await shared.TryReplaceAsync("v1", new SharedRules("v2", RuleSnapshot.Empty), Cancel));
        Assert.True((await shared.ReadAsync(Cancel))!.Snapshot.IsSameAs(RuleSnapshot.Empty));
    }

    [Fact]
    public async Task Puts_and_removes_one_rule_or_api_and_moves_the_version()
    {
        await shared.TryReplaceAsync(null, new SharedRules("v1", RuleSnapshot.Empty), Cancel);
        Assert.True(await shared.TryPutAsync(DocumentKind.Rule, "a", DocumentTypes.Rule.Write(StoredSamples.Rule("a")), "v2", Cancel));
        Assert.True(await shared.TryPutAsync(DocumentKind.Api, "a", DocumentTypes.Api.Write(StoredSamples.Api("a")), "v3", Cancel));
        Assert.True(await shared.TryPutAsync(DocumentKind.Rule, "b", DocumentTypes.Rule.Write(StoredSamples.Rule("b")), "v4", Cancel));
        Assert.True(await shared.TryPutAsync(DocumentKind.Rule, "a", null, "v5", Cancel));
        var copy = (await shared.ReadAsync(Cancel))!;
        Assert.Equal(("v5", "v5", "b", "a"), (copy.Version, await shared.GetVersionAsync(Cancel), Assert.Single(copy.Snapshot.Rules).Id, Assert.Single(copy.Snapshot.Apis).Name));
    }

    [Fact]
    public async Task Says_that_it_does_not_answer_when_the_server_does_not()
    {
        using var silent = new SilentServer();
        await using var dead = new RedisConnection(silent.Configuration);
        var reading = new RedisSharedRules(dead, SampleUnreadable.Documents, time).ReadAsync(Cancel);
        time.Advance(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => reading);
    }

    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        server.Dispose();
    }
}
