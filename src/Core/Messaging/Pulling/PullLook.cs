using Serverless.Core.Messaging.Cursors;

namespace Serverless.Core.Messaging.Pulling;

/// <summary>What one look at all streams found.</summary>
/// <param name="began">What was due by then was found, or can't be delivered yet.</param>
internal sealed class PullLook(DateTimeOffset began)
{
    public List<PulledMessage> Messages { get; } = [];

    /// <summary>When something may be delivered without a new message; null when nothing will.</summary>
    public DateTimeOffset? NextDue { get; private set; }

    /// <summary>A replica of the store knows less than was heard: what is there can be read soon.</summary>
    public bool IsBehind { get; private set; }

    /// <param name="known">The stream's next number as it was heard; 0 when nothing was.</param>
    public void Add(CursorAnswer answer, AckIdSigner signer, long known)
    {
        var leased = answer.Results[0].Leased;
        var ids = leased.Count == 0 ? [] : signer.Sign([.. leased.Select(message => new LeasedMessageId(message.Number, message.Lease))]);
        for (var i = 0; i < ids.Length; i++)
        {
            Messages.Add(new PulledMessage(ids[i].ToString(), answer.Messages[i], leased[i].Attempt));
        }

        NextDue = answer.State!.NextDueAfter(began) is { } due && !(NextDue <= due) ? due : NextDue;
        IsBehind |= answer.IsBehind || answer.Head?.Next < known;
    }
}
