using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Messaging.DeadLetters;

/// <summary>
/// A subscription's own dead letters: a stream in the log under the subscription's id, with a cursor that says which of
/// them were replayed.
/// </summary>
public static class DeadLetterStream
{
    /// <summary>So far from the oldest dead letter that was not replayed reaches a replay: 16 KB of the cursor's document.</summary>
    public const int Window = 131_072;

    private static readonly CursorRules NoRules = new();

    public static StreamId Of(string subscriptionId) => new(subscriptionId, 0);

    public static CursorTarget TargetOf(string subscriptionId) => new(new CursorId(subscriptionId, Of(subscriptionId)), NoRules, _ => true);

    /// <summary>What a publisher takes it for. How long letters are kept is decided when they are trimmed: by the subscription's topic.</summary>
    public static Topic AsTopic(Subscription subscription) => new()
    {
        Id = subscription.Id,
        Name = subscription.Name,
        CreatedAt = subscription.CreatedAt,
        MaxAge = Topic.LongestMaxAge,
    };
}
