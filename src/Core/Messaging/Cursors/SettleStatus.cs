namespace Serverless.Core.Messaging.Cursors;

/// <summary>What became of an ack id.</summary>
public enum SettleStatus
{
    /// <summary>The command took effect, or the message has long been acknowledged.</summary>
    Acknowledged,

    /// <summary>The lease has ended or the message was delivered again: the id is void.</summary>
    Expired,

    /// <summary>The subscription never gave out such an id.</summary>
    Unknown,
}
