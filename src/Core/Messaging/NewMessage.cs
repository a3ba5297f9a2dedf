namespace Serverless.Core.Messaging;

/// <summary>A message to be published, checked already.</summary>
/// <param name="Id">
/// The publisher's own id, by which a repetition within 10 minutes is recognised; null to have one made and repetitions
/// stored again.
/// </param>
/// <param name="Source">What <paramref name="Id"/> is unique within (the source of a CloudEvent); null for the topic.</param>
public sealed record NewMessage(MessageContent Content, string? Id = null, string? Source = null)
{
    /// <summary>Not to be delivered before; null for at once. In whole milliseconds.</summary>
    public DateTimeOffset? DeliverAt { get; init; }

    /// <summary>What <see cref="MessageIdentity.NextTicket"/> made for a message that waited for its time, by which it is recognised instead of its id.</summary>
    public string? Ticket { get; init; }
}
