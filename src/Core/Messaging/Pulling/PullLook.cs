using Serverless.Core.Messaging.Cursors;

namespace Serverless.Core.Messaging.Pulling;

/// <summary>What one look at all streams found.</summary>
internal sealed class PullLook
{
    public List<PulledMessage> Messages { get; } = [];

    /// <summary>When something may be delivered without a new message; null when nothing will.</summary>
    public DateTimeOffset? NextDue { get; private set; }

    public void Add(CursorAnswer answer, AckIdSigner signer)
    {
        var leased = answer.Outcomes[0].Leased;
        var ids = leased.Count == 0 ? [] : signer.Sign([.. leased.Select(message => new LeasedMessageId(message.Number, message.Lease))]);
        for (var i = 0; i < ids.Length; i++)
        {
            Messages.Add(new PulledMessage(ids[i].ToString(), answer.Messages[i], leased[i].Attempt));
        }

        NextDue = answer.State!.NextDue is { } due && !(NextDue <= due) ? due : NextDue;
    }
}
