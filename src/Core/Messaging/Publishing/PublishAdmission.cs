namespace Serverless.Core.Messaging.Publishing;

/// <summary>Bounds what waits for the log in this process: beyond it, publishers are told to come back.</summary>
internal sealed class PublishAdmission
{
    public const int MaxRequests = 1_000;
    public const long MaxBytes = 128L * 1_048_576;

    private readonly Lock gate = new();
    private int requests;
    private long bytes;

    /// <param name="size">Packed size of all messages of the request, in bytes.</param>
    public bool TryEnter(long size)
    {
        lock (gate)
        {
            if (requests == MaxRequests || bytes + size > MaxBytes)
            {
                return false;
            }

            requests++;
            bytes += size;
            return true;
        }
    }

    public void Leave(long size)
    {
        lock (gate)
        {
            requests--;
            bytes -= size;
        }
    }
}
