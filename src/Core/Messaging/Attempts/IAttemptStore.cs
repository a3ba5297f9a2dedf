using Serverless.Core.Storage;

namespace Serverless.Core.Messaging.Attempts;

/// <summary>Where attempts are kept for a while.</summary>
/// <remarks>Every member throws <see cref="StoreUnavailableException"/> when the store does not answer.</remarks>
public interface IAttemptStore
{
    /// <summary>So many of a subscription are kept, the newest; a store may have some more for a while.</summary>
    const int MostKept = 1_000;

    /// <summary>How long an attempt is kept.</summary>
    static readonly TimeSpan KeptFor = TimeSpan.FromDays(3);

    /// <summary>Adds attempts, none of which is there, and removes some of those that are not kept any more.</summary>
    /// <param name="attempts">At most <see cref="MostKept"/>.</param>
    Task AddAsync(string subscriptionId, IReadOnlyList<DeliveryAttempt> attempts, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>The newest attempts that are kept, in any order; a few more may be among them.</summary>
    Task<IReadOnlyList<DeliveryAttempt>> ListAsync(string subscriptionId, DateTimeOffset now, CancellationToken cancellationToken);
}
