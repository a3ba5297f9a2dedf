using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Serverless.Core.Composition;
using Serverless.Core.RateLimiting;
using Serverless.Core.RateLimiting.Checking;
using Serverless.Core.RateLimiting.Rules;
using Serverless.Functions.RateLimiting.Checking;

namespace Serverless.Functions.Tests.RateLimiting;

/// <summary>Who waits for as long as the answer says is admitted then, and no moment earlier, whatever the algorithm; in virtual time.</summary>
public sealed class RetryAfterTests : IAsyncDisposable
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 23, 10, 0, 12, 345, TimeSpan.Zero));
    private readonly ServiceProvider services;

    public RetryAfterTests() => services = new ServiceCollection()
        .AddLogging()
        .AddMetrics()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
        .AddSingleton<TimeProvider>(time)
        .AddRateLimitDecisions()
        .BuildServiceProvider();

    public static TheoryData<RateLimitAlgorithm, RateLimitUnit> Rules =>
    [
        .. from algorithm in Enum.GetValues<RateLimitAlgorithm>()
           from unit in Enum.GetValues<RateLimitUnit>()
           select new TheoryDataRow<RateLimitAlgorithm, RateLimitUnit>(algorithm, unit),
    ];

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task Is_when_the_next_request_is_admitted(RateLimitAlgorithm algorithm, RateLimitUnit unit)
    {
        Use(algorithm, unit, requests: 7);
        RateLimitDecision denied;
        do
        {
            time.Advance(Moment);
            denied = await CheckAsync();
        }
        while (denied.Allowed);

        var exactly = denied.Reported!.RetryAfter!.Value;
        var seconds = RateLimitHeaders.RetryAfter(denied)!.Value;
        Assert.InRange(exactly, TimeSpan.Zero, TimeSpan.FromSeconds(seconds));
        Assert.True(exactly > TimeSpan.FromSeconds(seconds - 1) || seconds == 1);
        if (exactly > 2 * Moment)
        {
            time.Advance(exactly - (2 * Moment));
            Assert.False((await CheckAsync()).Allowed);
            time.Advance(2 * Moment);
        }

        time.Advance(TimeSpan.FromSeconds(seconds) - exactly);
        Assert.True((await CheckAsync()).Allowed);
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();

    private void Use(RateLimitAlgorithm algorithm, RateLimitUnit unit, long requests) => services.GetRequiredService<RuleBook>().Replace(new RuleSet("v1", new RuleSnapshot
    {
        Rules = [
        new RateLimitRule { Id = "rule", Api = "api", Op = "op", TimeUnit = unit, Requests = requests, Burst = requests, Algorithm = algorithm, IdentifyBy = IdentityKind.Global, Revision = "r" },
    ]
    }));

    private async Task<RateLimitDecision> CheckAsync() =>
        await services.GetRequiredService<RateLimiter>().CheckAsync(new RateLimitCheck("api", "op", new RateLimitCaller()), TestContext.Current.CancellationToken);
}
