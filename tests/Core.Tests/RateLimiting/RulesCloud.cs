using Microsoft.Extensions.Time.Testing;

namespace Serverless.Core.Tests.RateLimiting;

/// <summary>What the instances of one app share: the stores, the copies and the time.</summary>
internal sealed class RulesCloud
{
    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero));

    public InMemoryDocumentStore Store { get; } = new();

    public InMemorySharedRules Shared { get; } = new();

    public InMemoryRuleBackup Backup { get; } = new();

    /// <summary>An instance that has loaded its rules.</summary>
    public async Task<RulesInstance> StartAsync()
    {
        var instance = new RulesInstance(this);
        await instance.Service.StartingAsync(TestContext.Current.CancellationToken);
        return instance;
    }
}
