using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Serverless.Core;
using Serverless.Core.Messaging.Administration;
using Serverless.Core.Messaging.Publishing;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.RateLimiting;
using Serverless.Core.RateLimiting.Checking;
using Serverless.Core.RateLimiting.Routing;
using Serverless.Functions.Messaging;
using Serverless.Functions.RateLimiting.Checking;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Tests.Description.Generator;

/// <summary>One problem document of each type, made as the functions make them.</summary>
public static class ProblemSamples
{
    private static readonly RateLimitRule Rule = new()
    {
        Id = "shop-orders",
        Api = "shop",
        Op = "orders.create",
        TimeUnit = RateLimitUnit.Minute,
        Requests = 60,
        Burst = 60,
        Algorithm = RateLimitAlgorithm.SlidingWindowCounter,
        IdentifyBy = IdentityKind.User,
        OnFailure = FailureMode.Closed,
        Mode = RuleMode.Enforce,
        Enabled = true,
        Revision = "1",
    };

    private static readonly DateTimeOffset At = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    /// <summary>Every type there is.</summary>
    public static IReadOnlyList<ProblemDetails> All { get; } =
    [
        Problems.Invalid(FieldErrors.Of("url", "is required.")),
        Problems.Unauthenticated(),
        Problems.Forbidden("publish", "orders"),
        Problems.NotOwner(),
        Problems.NotFound("link"),
        Problems.LinkGone(),
        Problems.LinkBlocked(),
        Problems.AliasTaken(),
        Problems.IdempotencyMismatch(),
        Problems.IdempotencyInFlight(),
        Problems.KeyExists("9dDnYcAVTdq3oZwR"),
        TopicProblems.BeingDelivered(),
        Problems.PushSubscription(),
        TopicProblems.Of(new TopicResult(TopicStatus.ShardsChanged, new Topic { Id = "1", Name = "orders", Shards = 4, CreatedAt = At })),
        Problems.PreconditionFailed(),
        Problems.TooLarge(RequestBody.MaxBytes),
        Problems.EncodedBody("gzip"),
        Problems.UnsupportedMediaType("text/plain"),
        Problems.BadHttp(StatusCodes.Status400BadRequest),
        RateLimitProblems.Of(Decision(RateLimitStatus.Denied)),
        TopicProblems.Of(PublishStatus.Overloaded),
        RateLimitProblems.Of(Decision(RateLimitStatus.Unavailable)),
        RateLimitProblems.NoOperation("shop"),
        RateLimitProblems.AmbiguousMethod("must be written GET, because its case matters."),
        RateLimitProblems.AmbiguousPath(RequestPath.Refuse("a/../b")!),
        RateLimitProblems.UpgradeRefused(),
        RateLimitProblems.UpstreamFailed(),
        RateLimitProblems.UpstreamRefused(),
        RateLimitProblems.UpstreamTimeout(),
        Problems.Unavailable(),
        Problems.Internal(),
    ];

    private static RateLimitDecision Decision(RateLimitStatus status)
    {
        var outcome = new RuleOutcome(new RuleCounter(Rule), Allowed: false, Remaining: 0, TimeSpan.FromSeconds(17), TimeSpan.FromSeconds(17), Degraded: false);
        return new RateLimitDecision(status, [outcome], outcome, At);
    }
}
