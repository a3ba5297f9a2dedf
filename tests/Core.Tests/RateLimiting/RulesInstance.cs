using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Serverless.Core.RateLimiting.Rules;
using Serverless.Core.Storage;

namespace Serverless.Core.Tests.RateLimiting;

/// <summary>What one instance of the app has of the rules: its book, and the parts that keep and change it.</summary>
internal sealed class RulesInstance : IDisposable
{
    private readonly RandomNumberGenerator random = RandomNumberGenerator.Create();

    public RulesInstance(RulesCloud cloud)
    {
        var shared = cloud.Shared.For(() => IsCutOff);
        Repair = new RuleRepair(new RuleSource(cloud.Rules, cloud.Apis), shared, cloud.Backup, new RevisionGenerator(random));
        Refresher = new RuleRefresher(Book, shared, cloud.Backup, Repair, cloud.Time, NullLogger<RuleRefresher>.Instance);
        var publication = new RulePublication(cloud.Rules, cloud.Apis, shared, Refresher, new RevisionGenerator(random), NullLogger<RulePublication>.Instance);
        Editor = new RuleEditor(cloud.Rules, publication, new StoreRetry(TimeProvider.System, TimeSpan.Zero));
        Service = new RuleRefreshService(Refresher, SampleUnreadable.Metrics, cloud.Time);
    }

    /// <summary>Whether it can't reach the shared copy, which the others may.</summary>
    public bool IsCutOff { get; set; }

    public RuleBook Book { get; } = new();

    public RuleRepair Repair { get; }

    public RuleRefresher Refresher { get; }

    public RuleEditor Editor { get; }

    public RuleRefreshService Service { get; }

    /// <summary>The limit that the instance decides by; null when it knows none.</summary>
    public long? LimitOf(string op) => Book.Current.Match("api", op) is [var rule, ..] ? rule.Requests : null;

    public Task<bool> PutAsync(string id, long requests, string? revision = null) => Editor.PutAsync(
        StoredSamples.Rule(id, revision ?? Guid.NewGuid().ToString()) with { Op = id, Requests = requests }, _ => { }, TestContext.Current.CancellationToken);

    public void Dispose()
    {
        Refresher.Dispose();
        Service.Dispose();
        random.Dispose();
    }
}
