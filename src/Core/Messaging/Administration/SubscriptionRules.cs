using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Messaging.Administration;

/// <summary>What a subscription may be.</summary>
public sealed class SubscriptionRules(EndpointRules endpoints, TimeProvider time)
{
    public const string Pull = "pull";
    public const string Push = "push";

    public static readonly TimeSpan ShortestAckDeadline = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan LongestAckDeadline = TimeSpan.FromSeconds(600);
    public static readonly TimeSpan LongestBackoff = TimeSpan.FromDays(1);

    private string? RefuseStart(string? text)
    {
        if (text is not null && !SubscriptionStart.TryParse(text, out _))
        {
            return "must be latest, earliest or a time with its offset, such as 2026-11-23T10:00:00Z.";
        }

        return SubscriptionStart.TryParse(text, out var start) && start.Time > time.GetUtcNow() ? "must not be in the future: the log does not reach there." : null;
    }

    private static readonly Dictionary<string, ExhaustedAction> Actions = new(StringComparer.Ordinal)
    {
        ["deadLetter"] = ExhaustedAction.DeadLetter,
        ["drop"] = ExhaustedAction.Drop,
        ["block"] = ExhaustedAction.Block,
    };

    public static string NameOf(ExhaustedAction action) => Actions.First(pair => pair.Value == action).Key;

    /// <summary>The action of a name; null for none of its names.</summary>
    public static ExhaustedAction? ActionOf(string? name) => name is null ? ExhaustedAction.DeadLetter : Actions.TryGetValue(name, out var action) ? action : null;

    public FieldErrors Check(string topic, string name, SubscriptionRequest request)
    {
        var errors = new FieldErrors()
            .Add("name", TopicRules.RefuseName(name, request.Name))
            .Add("topic", request.Topic is null || request.Topic == topic ? null : "must be the topic in the path, or left out.")
            .Add("ackDeadline", IsWithin(request.AckDeadline, ShortestAckDeadline, LongestAckDeadline) ? null : "must be a duration from PT10S to PT600S.")
            .Add("start", RefuseStart(request.Start));
        MessageFilter.Check(request.Filter, "filter", errors);
        CheckDelivery(request.Delivery, errors);
        CheckRetry(request.Retry, errors);
        CheckExhausted(topic, request, errors);
        return errors;
    }

    private void CheckDelivery(DeliveryRequest? delivery, FieldErrors errors)
    {
        switch (delivery)
        {
            case null:
                errors.Add("delivery", "is required: {\"mode\":\"pull\"}, or {\"mode\":\"push\",\"endpoint\":\"https://...\"}.");
                break;
            case { Mode: Push }:
                errors.Add("delivery.endpoint", endpoints.Refuse(delivery.Endpoint));
                errors.Add("delivery.secret", delivery.Secret is null || SigningSecret.IsValid(delivery.Secret)
                    ? null
                    : $"must be {SigningSecret.Prefix} and the base64 of {SigningSecret.MinBytes}-{SigningSecret.MaxBytes} bytes, or left out to have one made.");
                errors.Add("delivery.timeout", IsWithin(delivery.Timeout, Delivery.Push.ShortestTimeout, Delivery.Push.LongestTimeout) ? null : "must be a duration from PT1S to PT1M.");
                EndpointHeaderRules.Check(delivery.Headers, errors);
                break;
            case { Mode: Pull }:
                errors.Add("delivery", delivery is { Endpoint: null, Secret: null, Batch: null, Timeout: null, Headers: null } ? null : "has neither endpoint, secret, batch, timeout nor headers with the mode pull; they go with \"mode\":\"push\".");
                break;
            default:
                errors.Add("delivery.mode", "must be pull or push.");
                break;
        }
    }

    private static void CheckRetry(RetryRequest? retry, FieldErrors errors)
    {
        if (retry is null)
        {
            return;
        }

        var policy = retry.ToPolicy();
        errors
            .Add("retry.minBackoff", IsWithin(retry.MinBackoff, TimeSpan.FromMilliseconds(1), LongestBackoff) ? null : "must be a duration above nothing, up to P1D.")
            .Add("retry.maxBackoff", IsWithin(retry.MaxBackoff, TimeSpan.FromMilliseconds(1), LongestBackoff) ? null : "must be a duration above nothing, up to P1D.")
            .Add("retry.maxBackoff", policy.MaxBackoff < policy.MinBackoff ? "must not be shorter than minBackoff." : null)
            .Add("retry.maxAttempts", policy.MaxAttempts is >= 1 and <= RetryPolicy.MostAttempts ? null : $"must be a whole number from 1 to {RetryPolicy.MostAttempts}.");
    }

    private static void CheckExhausted(string topic, SubscriptionRequest request, FieldErrors errors)
    {
        var action = ActionOf(request.OnExhausted);
        errors.Add("onExhausted", action switch
        {
            null => "must be deadLetter, drop or block.",
            ExhaustedAction.Block when request.Ordered != true => "may be block only together with ordered.",
            _ => null,
        });
        errors.Add("deadLetterTopic", request.DeadLetterTopic switch
        {
            null => null,
            _ when action is ExhaustedAction.Drop or ExhaustedAction.Block => "goes only with onExhausted deadLetter.",
            { } other when !ResourceName.IsValid(other) => $"must be a name: {ResourceName.Rule}.",
            { } other when other == topic => "must be another topic.",
            _ => null,
        });
    }

    private static bool IsWithin(TimeSpan? duration, TimeSpan shortest, TimeSpan longest) => duration is null || (duration >= shortest && duration <= longest);
}
