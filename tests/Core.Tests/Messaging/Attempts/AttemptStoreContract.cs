using Serverless.Core.Messaging.Attempts;
using Serverless.Core.Messaging.Webhooks;

namespace Serverless.Core.Tests.Messaging.Attempts;

/// <summary>What every store of attempts has to keep.</summary>
public abstract class AttemptStoreContract
{
    // Each test has its own: they may share a store.
    private readonly string subscription = Guid.NewGuid().ToString("n");

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected abstract IAttemptStore Store { get; }

    /// <summary>The service's time, where it is the service that removes what has expired.</summary>
    protected virtual DateTimeOffset Now => SampleMessages.Start;

    [Fact]
    public async Task Finds_what_was_added_as_it_was()
    {
        DeliveryAttempt[] attempts =
        [
            Attempt(1, DeliveryResult.Delivered) with { Status = 204 },
            Attempt(2, DeliveryResult.Failed) with { Status = 500, Answer = "Out of \"order\"\n", Attempt = 3, Duration = TimeSpan.FromMilliseconds(12.3) },
            Attempt(3, DeliveryResult.TimedOut) with { MessageId = "an id/with?signs#%", Duration = TimeSpan.FromSeconds(10) },
        ];
        await Store.AddAsync(subscription, attempts[..2], Now, Cancel);
        await Store.AddAsync(subscription, attempts[2..], Now, Cancel);
        Assert.Equal(attempts, (await Store.ListAsync(subscription, Now, Cancel)).OrderBy(attempt => attempt.At));
        Assert.Empty(await Store.ListAsync(subscription.ToUpperInvariant(), Now, Cancel));
    }

    [Fact]
    public async Task Keeps_the_newest_thousand_and_few_more()
    {
        for (var first = 0; first < 2_500; first += 500)
        {
            await Store.AddAsync(subscription, [.. Enumerable.Range(first, 500).Select(number => Attempt(number, DeliveryResult.Delivered))], Now, Cancel);
        }

        var found = (await Store.ListAsync(subscription, Now, Cancel)).Select(attempt => attempt.Sequence).ToArray();
        Assert.InRange(found.Length, IAttemptStore.MostKept, IAttemptStore.MostKept + 100);
        Assert.Empty(Enumerable.Range(1_500, 1_000).Select(number => (long)number).Except(found));
    }

    [Fact]
    public async Task Keeps_attempts_of_one_time_apart()
    {
        var one = Attempt(1, DeliveryResult.Rejected);
        await Store.AddAsync(subscription, [one], Now, Cancel);
        await Store.AddAsync(subscription, [one with { Id = "0-1-0-2" }], Now, Cancel);
        Assert.Equal(2, (await Store.ListAsync(subscription, Now, Cancel)).Count);
    }

    protected DeliveryAttempt Attempt(int number, DeliveryResult result) => new()
    {
        Id = $"0-{number}-0-1",
        At = Now.AddMilliseconds(number),
        MessageId = $"m{number}",
        Sequence = number,
        Attempt = 1,
        Result = result,
    };
}
