using System.Globalization;
using Serverless.Core.Cosmos;
using Serverless.Core.Messaging.Attempts;

namespace Serverless.Core.Messaging.Cosmos;

/// <summary>Some attempts of a subscription, which are a partition; by the order of their ids the newest come first.</summary>
internal sealed record CosmosAttempts : CosmosDocument
{
    // Longer than is shown, because the service's clock is another one.
    private static readonly int KeptSeconds = (int)(IAttemptStore.KeptFor + TimeSpan.FromHours(1)).TotalSeconds;

    public required IReadOnlyList<DeliveryAttempt> Attempts { get; init; }

    /// <summary>How many there are.</summary>
    public required int Count { get; init; }

    /// <param name="attempts">The newest last.</param>
    public static CosmosAttempts Of(string subscriptionId, IReadOnlyList<DeliveryAttempt> attempts) => new()
    {
        Id = string.Create(CultureInfo.InvariantCulture, $"{DateTimeOffset.MaxValue.UtcTicks - attempts[^1].At.UtcTicks:D19}.{attempts[^1].Id}"),
        Partition = subscriptionId,
        Attempts = attempts,
        Count = attempts.Count,
        TimeToLive = KeptSeconds,
    };
}

/// <summary>How much a document holds.</summary>
internal sealed record CosmosAttemptCount(string Id, int Count);
