using Serverless.Functions.Tests.EndToEnd;
using Serverless.LocalHost.Sqlite;
using Serverless.LocalHost.Timers;
using Serverless.LocalHost.Triggers.Timers;

namespace Serverless.Functions.Tests.LocalHost.Timers;

/// <summary>When timers ran is known after a restart.</summary>
public sealed class SqliteTimerStatusStoreTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, 1, TimeSpan.Zero);

    [Fact]
    public async Task Knows_after_a_restart_what_was_saved_last()
    {
        using var folder = new TempFolder();
        var first = new TimerStatus(null, Noon.AddMinutes(5), Noon);
        var second = new TimerStatus(Noon.AddTicks(7), Noon.AddMinutes(10), Noon.AddMinutes(5));
        await using (var database = SqliteDatabase.Open(folder.File("timers.db")))
        {
            var store = new SqliteTimerStatusStore(database);
            Assert.Null(await store.FindAsync("Sweep", TestContext.Current.CancellationToken));
            await store.SaveAsync("Sweep", first, TestContext.Current.CancellationToken);
            Assert.Equal(first, await store.FindAsync("Sweep", TestContext.Current.CancellationToken));
            await store.SaveAsync("Sweep", second, TestContext.Current.CancellationToken);
            await store.SaveAsync("Other", first, TestContext.Current.CancellationToken);
        }

        await using var reopened = SqliteDatabase.Open(folder.File("timers.db"));
        Assert.Equal(second, await new SqliteTimerStatusStore(reopened).FindAsync("Sweep", TestContext.Current.CancellationToken));
    }
}
