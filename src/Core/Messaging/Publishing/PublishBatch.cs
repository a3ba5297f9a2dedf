using Serverless.Core.Messaging.Log;

namespace Serverless.Core.Messaging.Publishing;

/// <summary>Messages that go into one commit.</summary>
internal sealed class PublishBatch
{
    private int bytes = MessagePacking.EntryOverhead;

    public List<WaitingMessage> Messages { get; } = [];

    /// <summary>How long the longest of them is to be kept.</summary>
    public TimeSpan KeptFor => Messages.Max(message => message.KeptFor);

    /// <summary>Their keys, each once.</summary>
    public string[] Keys => [.. Messages.Where(message => message.Key is not null).Select(message => message.Key!).Distinct(StringComparer.Ordinal)];

    /// <summary>Takes as many messages as a commit has room for; null when none waits.</summary>
    public static PublishBatch? TakeFrom(Queue<WaitingMessage> waiting)
    {
        var batch = new PublishBatch();
        while (waiting.TryPeek(out var message) && batch.TryAdd(message))
        {
            waiting.Dequeue();
        }

        return batch.Messages.Count > 0 ? batch : null;
    }

    /// <summary>Adds a message if a commit has room for it beside the others.</summary>
    public bool TryAdd(in WaitingMessage message)
    {
        if (Messages.Count == PackedEntry.MaxMessages
            || (Messages.Count > 0 && bytes + message.Packed.Length > PackedEntry.MaxBytes))
        {
            return false;
        }

        Messages.Add(message);
        bytes += message.Packed.Length;
        return true;
    }

    public void FailAll(PublishStatus status, StreamId stream) => Messages.ForEach(message => message.Complete(new PublishResult(status, stream)));
}

/// <summary>A message on its way into the log, packed already.</summary>
/// <param name="Key">What repetitions are recognised by; null for none.</param>
/// <param name="Id">The publisher's id; null to have one made.</param>
/// <param name="Index">Its place in the request.</param>
/// <param name="KeptFor">How long it is to be kept at most.</param>
internal readonly record struct WaitingMessage(PublishRequest Request, int Index, byte[] Packed, string? Key, string? Id, TimeSpan KeptFor)
{
    public void Complete(PublishResult result) => Request.Complete(Index, result);
}
