using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Serverless.Core.Messaging.Administration;
using Serverless.Core.Messaging.Publishing;
using Serverless.Core.Messaging.Topics;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Messaging;

/// <summary>The problem document for each way that a command about topics, subscriptions or publishing can fail.</summary>
public static class TopicProblems
{
    public static ProblemDetails TopicNotFound() => Problems.NotFound("topic");

    /// <exception cref="ArgumentException">The result is no failure.</exception>
    public static ProblemDetails Of(TopicResult result) => result.Status switch
    {
        TopicStatus.Invalid => Problems.Invalid(result.Errors!),
        TopicStatus.ShardsChanged => ShardsChanged(result.Topic!),
        _ => throw new ArgumentException($"{result.Status} is no failure of a topic.", nameof(result)),
    };

    /// <exception cref="ArgumentException">The result is no failure.</exception>
    public static ProblemDetails Of(SubscriptionResult result) => result.Status switch
    {
        TopicStatus.Invalid => Problems.Invalid(result.Errors!),
        TopicStatus.TopicNotFound => TopicNotFound(),
        TopicStatus.NotFound => Problems.NotFound("subscription"),
        _ => throw new ArgumentException($"{result.Status} is no failure of a subscription.", nameof(result)),
    };

    /// <exception cref="ArgumentException">The status is no failure.</exception>
    public static ProblemDetails Of(PublishStatus status) => status switch
    {
        PublishStatus.Overloaded => Problems.Create(
            StatusCodes.Status429TooManyRequests, ProblemTypes.Overloaded, "Too many messages wait to be stored here.", "Nothing was stored. Send it again in a moment."),
        PublishStatus.Unavailable => Problems.Create(
            StatusCodes.Status503ServiceUnavailable, ProblemTypes.Unavailable, "The log does not answer.",
            "The message may have been stored. Send it again: with a messageId it is stored once, whatever happened."),
        PublishStatus.Gone => TopicNotFound(),
        _ => throw new ArgumentException($"{status} is no failure.", nameof(status)),
    };

    public static ProblemDetails UnsupportedFormat(string contentType) => Problems.Create(
        StatusCodes.Status415UnsupportedMediaType, ProblemTypes.UnsupportedFormat, "This format of CloudEvents is not read here.",
        $"'{contentType}' was sent; send application/cloudevents+json, application/cloudevents-batch+json (both in UTF-8), or the event in headers.");

    public static ProblemDetails BeingDelivered() => Problems.Create(
        StatusCodes.Status409Conflict, ProblemTypes.BeingDelivered, "This message is being delivered.", "Its time has come: it can't be cancelled any more.");

    private static ProblemDetails ShardsChanged(Topic topic) => Problems.Create(
        StatusCodes.Status409Conflict, ProblemTypes.ShardsChanged, "The number of shards of a topic can't be changed.",
        $"Leave it at {topic.Shards}, or make another topic: what is ordered within a shard would lose its order.");
}
