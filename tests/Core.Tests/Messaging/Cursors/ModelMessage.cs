using Serverless.Core.Messaging.Cursors;

namespace Serverless.Core.Tests.Messaging.Cursors;

/// <summary>What the model knows of one message.</summary>
internal sealed class ModelMessage(long number, string key, bool isWanted)
{
    public long Number => number;

    public string Key => key;

    public bool IsWanted => isWanted;

    public bool IsDone { get; private set; }

    public bool IsAcknowledged { get; private set; }

    /// <summary>It was given back, and waits to be delivered again.</summary>
    public bool IsParked { get; set; }

    public bool IsExhausted { get; set; }

    public int Attempts { get; set; }

    public ulong? Lease { get; set; }

    /// <summary>How many of its lease are begun with at a time; 0 when that is not known.</summary>
    public int Concurrency { get; set; }

    /// <summary>The end of the lease, or of the wait.</summary>
    public DateTimeOffset Until { get; set; }

    public DeliveryFailure Failure { get; set; }

    public void Finish(bool isAcknowledged = false)
    {
        Forget(isDone: true);
        IsAcknowledged = isAcknowledged;
    }

    public void Forget(bool isDone) =>
        (IsDone, IsAcknowledged, IsParked, IsExhausted, Attempts, Lease, Until, Failure) = (isDone, false, false, false, 0, null, default, default);
}
