namespace Serverless.LocalHost.Sqlite;

/// <summary>An operation on its way through the writer, whatever its result.</summary>
internal abstract class SqliteWrite
{
    /// <summary>False, and the caller is told, if it was cancelled before it began.</summary>
    public abstract bool TryStart();

    public abstract void Run(SqliteSession session);

    /// <summary>Settles that the operation has failed; the first reason counts.</summary>
    public abstract void Fail(Exception reason);

    /// <summary>Tells the caller.</summary>
    public abstract void Complete();
}
