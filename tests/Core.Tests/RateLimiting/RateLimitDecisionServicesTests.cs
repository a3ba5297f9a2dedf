using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Serverless.Core.Composition;
using Serverless.Core.RateLimiting;
using Serverless.Core.RateLimiting.Checking;
using Serverless.Core.RateLimiting.Rules;
using Serverless.Core.Redis;
using Serverless.Core.Tests.RateLimiting.Servers;

namespace Serverless.Core.Tests.RateLimiting;

/// <summary>The limiter as the application composes it.</summary>
public sealed class RateLimitDecisionServicesTests(GarnetServer server) : IClassFixture<GarnetServer>
{
    [Fact]
    public async Task Counts_in_the_configured_redis_to_which_it_is_connected_at_start()
    {
        await using var services = Compose(("Redis:Counters", server.Configuration), ("RateLimits:Deadline", "00:00:10"));
        await StartAsync(services);
        Assert.True(services.GetRequiredKeyedService<RedisConnection>(RedisServices.Counters).GetAsync().IsCompletedSuccessfully);
        var decision = await CheckAsync(services);
        Assert.Equal((true, false), (decision.Allowed, decision.Degraded));
    }

    [Fact]
    public async Task Starts_and_counts_alone_without_a_redis()
    {
        await using var services = Compose();
        await StartAsync(services);
        Assert.True((await CheckAsync(services)).Degraded);
    }

    [Theory]
    [InlineData("Deadline", "00:00:00")]
    [InlineData("Deadline", "00:01:00")]
    [InlineData("DenialMemory", "0")]
    [InlineData("FallbackCounters", "-1")]
    [InlineData("BreakDuration", "00:00:00.1")]
    [InlineData("SliceShare", "0")]
    [InlineData("SliceLifetime", "01:00:00")]
    public async Task Refuses_settings_that_make_no_sense(string name, string value)
    {
        await using var services = Compose(("RateLimits:" + name, value));
        Assert.Throws<OptionsValidationException>(services.GetRequiredService<RateLimiter>);
    }

    private static ServiceProvider Compose(params (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(each => KeyValuePair.Create(each.Name, (string?)each.Value))).Build();
        return new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton(TimeProvider.System)
            .AddLogging()
            .AddMetrics()
            .AddRedis(configuration)
            .AddRateLimitDecisions()
            .BuildServiceProvider();
    }

    private static async Task StartAsync(ServiceProvider services)
    {
        foreach (var hosted in services.GetServices<IHostedService>())
        {
            await hosted.StartAsync(TestContext.Current.CancellationToken);
        }
    }

    private static ValueTask<RateLimitDecision> CheckAsync(ServiceProvider services)
    {
        services.GetRequiredService<RuleBook>().Replace(new RuleSet("1", new RuleSnapshot { Rules = [SampleRules.Rule()] }));
        return services.GetRequiredService<RateLimiter>().CheckAsync(LimiterInstance.Check(new RateLimitCaller(Guid.NewGuid().ToString("n"))), TestContext.Current.CancellationToken);
    }
}
