namespace Serverless.Core.Messaging.Administration;

/// <summary>How a command or question about a topic or a subscription ended.</summary>
public enum TopicStatus
{
    Ok,
    Created,
    Invalid,
    NotFound,

    /// <summary>There is no topic for the subscription.</summary>
    TopicNotFound,

    /// <summary>The number of a topic's streams can't be changed.</summary>
    ShardsChanged,
}
