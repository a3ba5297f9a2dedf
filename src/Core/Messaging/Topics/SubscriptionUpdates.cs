using Serverless.Core.Storage;

namespace Serverless.Core.Messaging.Topics;

/// <summary>Changes subscriptions, one conditional write at a time.</summary>
public sealed class SubscriptionUpdates(ITopicStore store, TopicDirectory directory, StoreRetry retry)
{
    /// <summary>
    /// Replaces a subscription by what <paramref name="change"/> makes of it, which may be asked several times.
    /// </summary>
    /// <param name="subscription">The subscription as known: its topic, name and id name it.</param>
    /// <param name="change">Returns the subscription that it was given to leave it as it is.</param>
    /// <returns>The subscription as it is now; null if it was deleted, even if its name was given to another.</returns>
    /// <exception cref="WriteConflictException">Others changed it all the while.</exception>
    /// <exception cref="StoreUnavailableException">The store did not answer; the change may have been made.</exception>
    public async Task<Subscription?> ChangeAsync(
        Subscription subscription, Func<Subscription, Subscription> change, CancellationToken cancellationToken)
    {
        try
        {
            return await retry.RunAsync(token => AttemptAsync(subscription, change, token), cancellationToken);
        }
        finally
        {
            directory.Forget(subscription.TopicId, subscription.Name);
        }
    }

    private async ValueTask<Subscription?> AttemptAsync(
        Subscription subscription, Func<Subscription, Subscription> change, CancellationToken cancellationToken)
    {
        var current = await store.FindSubscriptionAsync(subscription.TopicId, subscription.Name, cancellationToken);
        if (current is null || current.Subscription.Id != subscription.Id)
        {
            return null;
        }

        var next = change(current.Subscription);
        return ReferenceEquals(next, current.Subscription) || await store.TryReplaceSubscriptionAsync(current, next, cancellationToken)
            ? next
            : throw new WriteConflictException();
    }
}
