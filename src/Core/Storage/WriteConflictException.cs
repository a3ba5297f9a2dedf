namespace Serverless.Core.Storage;

/// <summary>A conditional write lost against another writer; the attempt has to start over from a fresh read.</summary>
public sealed class WriteConflictException : Exception
{
    public WriteConflictException()
        : base("Another writer changed the row in between.")
    {
    }

    public WriteConflictException(string message)
        : base(message)
    {
    }

    public WriteConflictException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
