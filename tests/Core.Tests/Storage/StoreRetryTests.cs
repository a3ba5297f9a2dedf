using Microsoft.Extensions.Time.Testing;
using Serverless.Core.Storage;

namespace Serverless.Core.Tests.Storage;

/// <summary>What is tried again, and how often.</summary>
public sealed class StoreRetryTests
{
    private readonly StoreRetry retry = new(new FakeTimeProvider(), TimeSpan.Zero);
    private int attempts;

    [Fact]
    public async Task Tries_again_after_a_lost_race_or_answer_until_it_succeeds()
    {
        Assert.Equal("done", await RunAsync(() => attempts switch
        {
            1 => throw new WriteConflictException(),
            2 => throw new StoreUnavailableException(),
            _ => "done",
        }));
        Assert.Equal(3, attempts);
    }

    [Fact]
    public async Task Surfaces_the_last_failure_after_a_bounded_number_of_attempts()
    {
        await Assert.ThrowsAsync<WriteConflictException>(async () => await RunAsync(() => throw new WriteConflictException()));
        Assert.Equal(StoreRetry.Retries + 1, attempts);
    }

    [Fact]
    public async Task Waits_as_long_as_a_store_asks_that_has_too_much_to_do_and_asks_it_a_few_times_only()
    {
        var time = new FakeTimeProvider();
        var patient = new StoreRetry(time);
        var asked = patient.RunAsync<string>(
            _ =>
            {
                attempts++;
                throw new StoreUnavailableException { RetryAfter = TimeSpan.FromSeconds(1) };
            },
            TestContext.Current.CancellationToken).AsTask();
        Assert.Equal(1, attempts);
        time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Equal(1, attempts);
        for (var second = 0; second < 10; second++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
        }

        await Assert.ThrowsAsync<StoreUnavailableException>(() => asked);
        Assert.Equal(StoreRetry.ThrottledRetries + 1, attempts);
    }

    [Fact]
    public async Task Leaves_a_store_alone_that_asks_for_longer_than_a_request_may_take()
    {
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await RunAsync(() => throw new StoreUnavailableException { RetryAfter = TimeSpan.FromMinutes(1) }));
        Assert.Equal(1, attempts);
    }

    [Fact]
    public async Task Tries_nothing_again_that_is_a_bug()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await RunAsync(() => throw new InvalidOperationException()));
        Assert.Equal(1, attempts);
    }

    private ValueTask<string> RunAsync(Func<string> attempt) => retry.RunAsync(
        _ =>
        {
            attempts++;
            return ValueTask.FromResult(attempt());
        },
        TestContext.Current.CancellationToken);
}
