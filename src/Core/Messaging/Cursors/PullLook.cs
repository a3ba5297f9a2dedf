namespace Serverless.Core.Messaging.Cursors;

/// <summary>What one look at all streams found.</summary>
internal sealed class PullLook
{
    public List<PulledMessage> Messages { get; } = [];

    /// <summary>When something may be delivered without a new message; null when nothing will.</summary>
    public DateTimeOffset? NextDue { get; private set; }

    public void Add(Subscription subscription, StreamId stream, CursorAnswer answer, byte[] key)
    {
        var cursor = new CursorId(subscription.Id, stream);
        foreach (var (leased, message) in answer.Outcomes[0].Leased.Zip(answer.Messages))
        {
            Messages.Add(new PulledMessage(AckId.Write(cursor, new LeasedMessageId(leased.Number, leased.Lease), key), message, leased.Attempt));
        }

        NextDue = answer.State!.NextDue is { } due && !(NextDue <= due) ? due : NextDue;
    }
}
