using Serverless.LocalHost.Sqlite;

namespace Serverless.Core.Tests.Sqlite;

/// <summary>Keeps a database's writer inside an operation, so that what is sent meanwhile falls into the same transaction.</summary>
public sealed class HeldWriter : IAsyncDisposable
{
    private readonly ManualResetEventSlim released = new();
    private readonly Task held;

    private HeldWriter(SqliteDatabase database, TaskCompletionSource entered) => held = database.WriteAsync(
        _ =>
        {
            entered.SetResult();
            released.Wait(CancellationToken.None);
            return 0;
        },
        CancellationToken.None);

    public static async Task<HeldWriter> StartAsync(SqliteDatabase database)
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var writer = new HeldWriter(database, entered);
        await entered.Task;
        return writer;
    }

    public void Release() => released.Set();

    /// <summary>Waits for the end of the transaction, however it ended.</summary>
    public async ValueTask DisposeAsync()
    {
        Release();
        await Task.WhenAny(held);
        released.Dispose();
    }
}
