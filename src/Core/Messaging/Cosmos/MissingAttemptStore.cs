using Serverless.Core.Messaging.Attempts;

namespace Serverless.Core.Messaging.Cosmos;

/// <summary>Attempts of an app that has no store for messages: there are none.</summary>
public sealed class MissingAttemptStore : IAttemptStore
{
    public Task AddAsync(string subscriptionId, IReadOnlyList<DeliveryAttempt> attempts, DateTimeOffset now, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyList<DeliveryAttempt>> ListAsync(string subscriptionId, DateTimeOffset now, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<DeliveryAttempt>>([]);
}
