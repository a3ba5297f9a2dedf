using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Messaging.Administration;

/// <summary>What a valid request makes of a subscription.</summary>
public static class SubscriptionPlan
{
    /// <summary>Secrets that sign at the same time: the current one, and those that were rotated within a day.</summary>
    public const int MaxSecrets = 5;

    /// <summary>Replaces all that users decide. Where the subscription begins stays what it was when it was made.</summary>
    /// <param name="newSecret">The secret to use if the request names none and there is none.</param>
    public static Subscription Apply(Subscription current, SubscriptionRequest request, string newSecret, DateTimeOffset now)
    {
        var paused = request.Paused ?? false;
        return current with
        {
            Delivery = DeliveryOf(current.Delivery, request.Delivery!, newSecret, now),
            AckDeadline = request.AckDeadline ?? Subscription.DefaultAckDeadline,
            Ordered = request.Ordered ?? false,
            Retry = (request.Retry ?? new RetryRequest()).ToPolicy(),
            OnExhausted = SubscriptionRules.ActionOf(request.OnExhausted)!.Value,
            DeadLetterTopic = request.DeadLetterTopic,
            Filter = request.Filter is { Count: > 0 } conditions ? new MessageFilter(conditions) : null,
            Paused = paused,
            PausedReason = paused && current.Paused ? current.PausedReason : null,
        };
    }

    private static Delivery DeliveryOf(Delivery current, DeliveryRequest request, string newSecret, DateTimeOffset now)
    {
        if (request.Mode == SubscriptionRules.Pull)
        {
            return Delivery.Pull.Instance;
        }

        var before = current as Delivery.Push;
        var secrets = SecretsOf(before?.Secrets ?? [], request.Secret, newSecret, now);

        // What an endpoint agreed to holds for that endpoint alone.
        var push = before?.Endpoint == request.Endpoint ? before! with { Secrets = secrets } : new Delivery.Push(request.Endpoint!, secrets);
        return push with
        {
            Batch = request.Batch ?? false,
            Timeout = request.Timeout == Delivery.Push.DefaultTimeout ? null : request.Timeout,
            Headers = EndpointHeaderRules.Apply(request, current),
        };
    }

    private static IReadOnlyList<SigningSecret> SecretsOf(IReadOnlyList<SigningSecret> current, string? wanted, string newSecret, DateTimeOffset now)
    {
        if (current.Count == 0)
        {
            return [new SigningSecret(wanted ?? newSecret)];
        }

        if (wanted is null || wanted == current[0].Value)
        {
            return current;
        }

        var rotated = current.Where(secret => secret.Value != wanted && secret.Signs(now))
            .Select(secret => secret.ExpiresAt is null ? secret with { ExpiresAt = now + SigningSecret.Overlap } : secret);
        return [new SigningSecret(wanted), .. rotated.Take(MaxSecrets - 1)];
    }
}
