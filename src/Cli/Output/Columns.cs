using Serverless.Client;

namespace Serverless.Cli.Output;

/// <summary>What tables show of each thing.</summary>
internal static class Columns
{
    /// <summary>The header of the tag that names a state.</summary>
    public const string ETag = "ETAG";

    public static readonly Column<ApiKey>[] Keys =
    [
        new("ID", key => key.Id), new("KEY", key => key.Key), new("OWNER", key => key.Owner), new("SCOPES", key => string.Join(", ", key.Scopes)),
        new("CREATED", key => key.CreatedAt), new("EXPIRES", key => key.ExpiresAt), new("LAST USED", key => key.LastUsedOn), new("OLD SECRET UNTIL", key => key.PreviousUntil),
    ];

    public static readonly Column<AuditEntry>[] Audit =
    [
        new("AT", entry => entry.At), new("OWNER", entry => entry.Owner), new("ACTION", entry => entry.Action), new("RESOURCE", entry => entry.Resource), new("NAME", entry => entry.Name),
        new("OUTCOME", entry => entry.Outcome), new("STATUS", entry => entry.Status), new("KEY", entry => entry.Actor), new("REQUEST", entry => entry.RequestId),
    ];

    public static readonly Column<DependencyHealth>[] Dependencies =
        [new("NAME", dependency => dependency.Name), new("STATUS", dependency => dependency.Status), new("MILLISECONDS", dependency => dependency.LatencyMs)];

    public static readonly Column<ShortLink>[] Links =
    [
        new("KEY", link => link.Key), new("SHORT URL", link => link.ShortUrl), new("URL", link => link.Url), new("REDIRECT", link => link.Redirect),
        new("CREATED", link => link.CreatedAt), new("EXPIRES", link => link.ExpiresAt), new("OWNER", link => link.Owner),
        new("TITLE", link => link.Title), new("TAGS", link => string.Join(", ", link.Tags)), new(ETag, link => link.ETag),
    ];

    public static readonly Column<DayClicks>[] Days = [new("DAY", day => day.Date), new("CLICKS", day => day.Clicks), new("BOTS", day => day.Bots)];

    public static readonly Column<ReferrerClicks>[] Referrers =
        [new("REFERRER", referrer => referrer.Host.Length == 0 ? "(none)" : referrer.Host), new("CLICKS", referrer => referrer.Clicks)];

    public static readonly Column<RateLimitRule>[] Rules =
    [
        new("ID", rule => rule.Id), new("API", rule => rule.Api), new("OPERATION", rule => rule.Op), new("REQUESTS", rule => rule.Requests),
        new("PER", rule => rule.TimeUnit), new("ALGORITHM", rule => rule.Algorithm), new("BY", rule => rule.IdentifyBy), new("BURST", rule => rule.Burst),
        new("PLANS", rule => rule.Plans is null ? null : string.Join(", ", rule.Plans.Select(plan => $"{plan.Key}={(plan.Value.Unlimited == true ? "unlimited" : plan.Value.Burst is { } burst ? $"{plan.Value.Requests}/{burst}" : plan.Value.Requests)}"))),
        new("ON FAILURE", rule => rule.OnFailure), new("MODE", rule => rule.Mode), new("ENABLED", rule => rule.Enabled), new(ETag, rule => rule.ETag),
    ];

    public static readonly Column<RateLimitApi>[] Apis =
    [
        new("NAME", api => api.Name), new("UPSTREAM", api => api.Upstream), new("KEY REQUIRED", api => api.RequireKey),
        new("OPERATIONS", api => string.Join(", ", (api.Operations ?? []).Select(each => $"{each.Op}={each.Method} {each.Route}"))), new(ETag, api => api.ETag),
    ];

    public static readonly Column<RateLimitCallerRecord>[] Callers =
        [new("KIND", caller => caller.Kind), new("ID", caller => caller.Id), new("PLAN", caller => caller.Plan), new("NOTE", caller => caller.Note), new(ETag, caller => caller.ETag)];

    public static readonly Column<RateLimitCounter>[] Counters =
    [
        new("RULE", counter => counter.Rule), new("REMAINING", counter => counter.Remaining), new("LIMIT", counter => counter.Limit), new("PLAN", counter => counter.Plan),
        new("RETRY AFTER", counter => counter.RetryAfter), new("RESET", counter => counter.ResetAt),
    ];

    public static readonly Column<RateLimitRefund>[] Refunds = [new("RULE", refund => refund.Rule), new("GIVEN BACK", refund => refund.Permits)];

    public static readonly Column<RateLimitDecision>[] Decisions =
    [
        new("ALLOWED", decision => decision.Allowed), new("RULE", decision => decision.Rule), new("REMAINING", decision => decision.Remaining), new("LIMIT", decision => decision.Limit),
        new("RETRY AFTER", decision => decision.RetryAfter), new("RESET", decision => decision.ResetAt), new("DEGRADED", decision => decision.Degraded), new("AT", decision => decision.At),
    ];

    public static readonly Column<Topic>[] Topics =
    [
        new("NAME", topic => topic.Name), new("SHARDS", topic => topic.Shards), new("RETENTION", topic => topic.Retention?.Mode),
        new("KEPT FOR", topic => topic.Retention?.Duration), new("MAX AGE", topic => topic.MaxAge), new("CREATED", topic => topic.CreatedAt), new(ETag, topic => topic.ETag),
    ];

    public static readonly Column<Subscription>[] Subscriptions =
    [
        new("NAME", sub => sub.Name), new("DELIVERY", sub => sub.Delivery?.Mode), new("ENDPOINT", sub => sub.Delivery?.Endpoint), new("SECRET", sub => sub.Delivery?.Secret),
        new("VERIFIED", sub => sub.Verified), new("ACK DEADLINE", sub => sub.AckDeadline), new("ORDERED", sub => sub.Ordered), new("ATTEMPTS", sub => sub.Retry?.MaxAttempts),
        new("ON EXHAUSTED", sub => sub.OnExhausted), new("PAUSED", sub => sub.PausedReason ?? (object?)sub.Paused), new(ETag, sub => sub.ETag),
    ];

    public static readonly Column<SubscriptionStats>[] Stats =
    [
        new("BACKLOG", stats => stats.Backlog), new("OLDEST", stats => stats.OldestUnacknowledgedAge), new("OUTSTANDING", stats => stats.Outstanding), new("PARKED", stats => stats.Parked),
        new("DEAD-LETTERED", stats => stats.DeadLettered), new("EXPIRED", stats => stats.ExpiredUnacknowledged), new("WINDOW FULL", stats => stats.WindowFull), new("PAUSED", stats => stats.Paused),
    ];

    public static readonly Column<DeliveryAttempt>[] Attempts =
    [
        new("AT", attempt => attempt.At), new("ID", attempt => attempt.MessageId), new("NUMBER", attempt => attempt.Sequence), new("ATTEMPT", attempt => attempt.Attempt),
        new("STATUS", attempt => attempt.Status ?? (object?)attempt.Fault), new("TOOK", attempt => attempt.Duration), new("ANSWER", attempt => OneLine(attempt.Answer)),
    ];

    public static readonly Column<PeekedMessage>[] Peeked =
    [
        new("ID", message => message.Id), new("NUMBER", message => message.Sequence), new("STATE", message => message.State), new("ATTEMPTS", message => message.Attempts),
        new("DUE", message => message.Due), new("PUBLISHED", message => message.PublishedAt), new("KEY", message => message.OrderingKey),
        new("DATA", message => OneLine(message.Data?.GetRawText()) ?? (message.DataBase64 is { } bytes ? $"{bytes.Length} bytes" : null)),
    ];

    public static readonly Column<DeadLetter>[] DeadLetters =
    [
        new("ID", letter => letter.Id), new("NUMBER", letter => letter.Sequence), new("REASON", letter => letter.Reason), new("ATTEMPTS", letter => letter.Attempts),
        new("LAST STATUS", letter => letter.LastStatus), new("PUBLISHED", letter => letter.PublishedAt), new("DEAD SINCE", letter => letter.DeadLetteredAt),
    ];

    public static readonly Column<PublishResult>[] Published =
        [new("ID", result => result.Id), new("SHARD", result => result.Shard), new("SEQUENCE", result => result.Sequence), new("DUE", result => result.DeliverAt), new("DUPLICATE", result => result.Duplicate)];

    public static readonly Column<ScheduledMessage>[] Scheduled =
    [
        new("ID", message => message.Id), new("DUE", message => message.DeliverAt), new("SENT", message => message.AcceptedAt), new("KEY", message => message.OrderingKey),
        new("ATTRIBUTES", message => message.Attributes.Count == 0 ? null : string.Join(' ', message.Attributes.Select(pair => $"{pair.Key}={pair.Value}"))),
        new("MOVING", message => message.Moving ? true : null),
    ];

    // Whoever wrote it does not write to the terminal.
    private static string? OneLine(string? text) => text is null ? null : string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character));
}

/// <summary>A column of a table.</summary>
internal sealed record Column<T>(string Header, Func<T, object?> Value);
