using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Serverless.Core.RateLimiting;
using Serverless.Core.RateLimiting.Callers;
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
        Repair = new RuleRepair(new RuleSource(cloud.Store, SampleUnreadable.Documents), shared, cloud.Backup, new RevisionGenerator(random));
        Refresher = new RuleRefresher(Book, shared, cloud.Backup, Repair, cloud.Time, NullLogger<RuleRefresher>.Instance);
        var publication = new RulePublication(cloud.Store, shared, Refresher, new RevisionGenerator(random), NullLogger<RulePublication>.Instance);
        var retry = new StoreRetry(TimeProvider.System, TimeSpan.Zero);
        Editor = new DocumentEditor<RateLimitRule>(DocumentTypes.Rule, cloud.Store, SampleUnreadable.Documents, publication, retry);
        Callers = new DocumentEditor<CallerRecord>(DocumentTypes.Caller, cloud.Store, SampleUnreadable.Documents, publication, retry);
        Service = new RuleRefreshService(Refresher, SampleUnreadable.Metrics, cloud.Time);
    }

    /// <summary>Whether it can't reach the shared copy, which the others may.</summary>
    public bool IsCutOff { get; set; }

    public RuleBook Book { get; } = new();

    public RuleRepair Repair { get; }

    public RuleRefresher Refresher { get; }

    public DocumentEditor<RateLimitRule> Editor { get; }

    public DocumentEditor<CallerRecord> Callers { get; }

    public RuleRefreshService Service { get; }

    /// <summary>The limit that the instance decides by; null when it knows none.</summary>
    public long? LimitOf(string op) => Book.Current.Match("api", op) is [var rule, ..] ? rule.Requests : null;

    public async Task<bool> PutAsync(string id, long requests, string? revision = null)
    {
        var rule = StoredSamples.Rule(id, revision ?? Guid.NewGuid().ToString()) with { Op = id, Requests = requests };
        return (await Editor.PutAsync(id, _ => rule, TestContext.Current.CancellationToken)).IsNew;
    }

    public void Dispose()
    {
        Refresher.Dispose();
        Service.Dispose();
        random.Dispose();
    }
}
