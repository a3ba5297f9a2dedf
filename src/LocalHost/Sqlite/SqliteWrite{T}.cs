using Microsoft.Data.Sqlite;
using Serverless.Core.Storage;

namespace Serverless.LocalHost.Sqlite;

/// <summary>An operation with its result, kept from the caller until it has been committed.</summary>
internal sealed class SqliteWrite<T>(Func<SqliteSession, T> operation, CancellationToken cancellationToken) : SqliteWrite
{
    private readonly TaskCompletionSource<T> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? failure;
    private T? result;

    public Task<T> Completion => completion.Task;

    public override bool TryStart() => !cancellationToken.IsCancellationRequested || !completion.TrySetCanceled(cancellationToken);

    public override void Run(SqliteSession session) => result = operation(session);

    public override void Fail(Exception reason) =>
        failure ??= reason is SqliteException ? new StoreUnavailableException(reason.Message, reason) : reason;

    public override void Complete()
    {
        if (failure is null)
        {
            completion.SetResult(result!);
        }
        else
        {
            completion.SetException(failure);
        }
    }
}
