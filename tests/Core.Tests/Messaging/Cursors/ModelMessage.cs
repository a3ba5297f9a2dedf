using Serverless.Core.Messaging.Cursors;

namespace Serverless.Core.Tests.Messaging.Cursors;

/// <summary>What the model knows of one message.</summary>
internal sealed class ModelMessage(long number, string key, bool isWanted)
{
    public long Number => number;

    public string Key => key;

    public bool IsWanted => isWanted;

    public bool IsDone { get; private set; }

    public bool IsExhausted { get; set; }

    public int Attempts { get; set; }

    public ulong? Lease { get; set; }

    /// <summary>The end of the lease, or of the wait.</summary>
    public DateTimeOffset Until { get; set; }

    public DeliveryFailure Failure { get; set; }

    public void Finish() => Forget(isDone: true);

    public void Forget(bool isDone)
    {
        (IsDone, IsExhausted, Attempts, Lease, Until, Failure) = (isDone, false, 0, null, default, default);
    }
}
