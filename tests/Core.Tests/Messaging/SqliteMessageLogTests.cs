using Serverless.Core.Messaging.Log;
using Serverless.Core.Tests.Sqlite;
using Serverless.LocalHost.Messaging;

namespace Serverless.Core.Tests.Messaging;

/// <summary>The contract, kept by LocalHost's own database, and what only a file can do.</summary>
public sealed class SqliteMessageLogTests : MessageLogContract, IAsyncDisposable
{
    private readonly TempDatabase temp = new();
    private SqliteMessageLog? log;

    protected override IMessageLog Log => log ??= new SqliteMessageLog(temp.Database);

    public ValueTask DisposeAsync() => temp.DisposeAsync();

    [Fact]
    public async Task Finds_everything_after_the_database_was_reopened()
    {
        var stream = SampleMessages.Topic().Streams().First();
        var commit = CommitOf(await Log.FindHeadAsync(stream, Cancel), 2, "key");
        var head = await Log.TryCommitAsync(commit, Cancel);
        await temp.ReopenAsync();
        log = null;
        Assert.Equal(head, await Log.FindHeadAsync(stream, Cancel));
        Assert.Equal(commit.Entry.CommitId, Assert.Single(await Log.ReadAsync(stream, 1, 10, Cancel)).CommitId);
        Assert.Equal(1, (await Log.FindIdsAsync(stream, ["key"], SampleMessages.Start, Cancel))["key"]);
    }

    [Fact]
    public async Task Commits_several_streams_in_one_transaction()
    {
        var streams = SampleMessages.Topic(shards: 32).Streams().ToArray();
        await using var held = await HeldWriter.StartAsync(temp.Database);
        var before = temp.Database.Commits;
        var commits = streams.Select(async stream => await Log.TryCommitAsync(CommitOf(await Log.FindHeadAsync(stream, Cancel), 1), Cancel)).ToArray();
        held.Release();
        Assert.All(await Task.WhenAll(commits), Assert.NotNull);
        Assert.Equal(before + 1, temp.Database.Commits);
    }

    [Fact]
    public async Task Sees_what_another_instance_committed()
    {
        var other = new SqliteMessageLog(temp.Database);
        var stream = SampleMessages.Topic().Streams().First();
        Assert.Empty(await other.ReadAsync(stream, 1, 10, Cancel));
        await Log.TryCommitAsync(CommitOf(await Log.FindHeadAsync(stream, Cancel), 2), Cancel);
        Assert.Single(await other.ReadAsync(stream, 1, 10, Cancel));
    }
}
