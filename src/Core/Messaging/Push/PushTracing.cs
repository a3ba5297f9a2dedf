using System.Diagnostics;
using Serverless.Core.Messaging.Webhooks;

namespace Serverless.Core.Messaging.Push;

/// <summary>Continues the publisher's trace in the request to the endpoint.</summary>
public static class PushTracing
{
    public const string SourceName = "Serverless.Messaging.Push";

    private const int MaxStateLength = 512;

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>The span of one request; null when nobody listens. It follows from the publisher's of a single message, and links to those of several.</summary>
    public static Activity? Start(PushLane lane, IReadOnlyList<PushMessage> messages)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var contexts = messages.Select(message => ContextOf(message.Message.Content)).Where(context => context != default).ToArray();
        var activity = Source.StartActivity(
            $"send {lane.Subscription.Topic}",
            ActivityKind.Client,
            messages.Count == 1 ? contexts.FirstOrDefault() : default,
            links: messages.Count == 1 ? null : contexts.Select(context => new ActivityLink(context)));
        activity?.SetTag("messaging.system", "serverless")
            .SetTag("messaging.operation.type", "send")
            .SetTag("messaging.destination.name", lane.Subscription.Topic)
            .SetTag("messaging.destination.subscription.name", lane.Subscription.Name)
            .SetTag("messaging.batch.message_count", messages.Count);
        return activity;
    }

    /// <summary>What goes into <c>traceparent</c> and <c>tracestate</c>: our span, or the publisher's when we have none.</summary>
    public static (string? Parent, string? State) Headers(Activity? activity, IReadOnlyList<PushMessage> messages)
    {
        if (activity is { IdFormat: ActivityIdFormat.W3C })
        {
            return (activity.Id, StateOf(activity.TraceStateString));
        }

        return messages is [{ Message.Content: var content }] && ContextOf(content) != default
            ? (content.TraceParent, StateOf(content.TraceState))
            : (null, null);
    }

    public static void Finish(Activity? activity, DeliveryOutcome outcome)
    {
        if (activity is null)
        {
            return;
        }

        if (outcome.Status is { } status)
        {
            activity.SetTag("http.response.status_code", status);
        }

        activity.SetStatus(outcome.IsDelivered ? ActivityStatusCode.Unset : ActivityStatusCode.Error, outcome.IsDelivered ? null : outcome.Result.ToString());
    }

    private static ActivityContext ContextOf(MessageContent content) =>
        ActivityContext.TryParse(content.TraceParent, content.TraceState, isRemote: true, out var context) ? context : default;

    // It was given by a publisher, and becomes a header field.
    private static string? StateOf(string? state) =>
        state is { Length: > 0 and <= MaxStateLength } && state.All(letter => letter is >= ' ' and <= '~') ? state : null;
}
