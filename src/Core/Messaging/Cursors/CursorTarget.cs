using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Messaging.Cursors;

/// <summary>A cursor that commands are for, and what its subscription says.</summary>
public sealed record CursorTarget(CursorId Id, CursorRules Rules, Func<MessageContent, bool> Admits)
{
    public static CursorTarget Of(Subscription subscription, StreamId stream) => new(
        new CursorId(subscription.Id, stream), CursorRules.Of(subscription), content => RecipientAttribute.Admits(subscription, content));
}
