using Microsoft.Extensions.Time.Testing;

namespace Serverless.Core.Tests;

/// <summary>When a service is left alone, and when it is asked again.</summary>
public sealed class CircuitBreakerTests
{
    private const int MinimumCalls = 20;

    private static readonly TimeSpan OpenFor = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    private readonly FakeTimeProvider time = new();
    private readonly CircuitBreaker breaker;

    public CircuitBreakerTests() => breaker = new CircuitBreaker(time, OpenFor, MinimumCalls, TimeSpan.FromMilliseconds(200));

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public void Stays_closed_through_a_pause_of_70_ms(int stepsBefore)
    {
        Run(stepsBefore, succeeding: 40, failing: 0);
        Run(7, succeeding: 0, failing: 40);
        Run(100, succeeding: 40, failing: 0);
        Assert.True(breaker.Allows());
    }

    [Fact]
    public void Opens_when_half_of_the_last_seconds_calls_have_failed()
    {
        Run(100, succeeding: 40, failing: 0);
        Run(45, succeeding: 0, failing: 40);
        Assert.True(breaker.Allows());
        Run(10, succeeding: 0, failing: 40);
        Assert.False(breaker.Allows());
    }

    [Fact]
    public void Opens_soon_when_nothing_else_was_seen()
    {
        Run(21, succeeding: 0, failing: 4);
        Assert.False(breaker.Allows());
    }

    [Fact]
    public void Stays_closed_while_fewer_than_half_fail()
    {
        Run(300, succeeding: 11, failing: 10);
        Assert.True(breaker.Allows());
    }

    [Fact]
    public void Stays_closed_for_a_few_calls_that_all_fail()
    {
        for (var second = 0; second < 10; second++)
        {
            Run(MinimumCalls - 1, succeeding: 0, failing: 1);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.True(breaker.Allows());
    }

    [Fact]
    public void Lets_one_call_try_after_a_while_and_closes_when_it_succeeds()
    {
        Run(50, succeeding: 0, failing: 10);
        time.Advance(OpenFor);
        Assert.Equal((true, false), (breaker.Allows(), breaker.Allows()));
        breaker.Failed();
        time.Advance(OpenFor - Step);
        Assert.False(breaker.Allows());
        time.Advance(Step);
        Assert.True(breaker.Allows());
        breaker.Succeeded();
        breaker.Failed();
        Assert.Equal((true, true), (breaker.Allows(), breaker.Allows()));
    }

    private void Run(int steps, int succeeding, int failing)
    {
        for (var step = 0; step < steps; step++)
        {
            for (var call = 0; call < succeeding; call++)
            {
                breaker.Succeeded();
            }

            for (var call = 0; call < failing; call++)
            {
                breaker.Failed();
            }

            time.Advance(Step);
        }
    }
}
