using Serverless.Core.RateLimiting;
using Serverless.Core.RateLimiting.Rules;

namespace Serverless.Core.Tests.RateLimiting;

/// <summary>Rules and APIs whose details do not matter to a test.</summary>
public static class StoredSamples
{
    public static RateLimitRule Rule(string id, string revision = "revision") => new()
    {
        Id = id,
        Api = "api",
        Op = "op",
        TimeUnit = RateLimitUnit.Minute,
        Requests = 100,
        Burst = 100,
        Revision = revision,
    };

    /// <summary>Stores a rule as another instance would.</summary>
    public static Task<bool> AddAsync(this IDocumentStore store, RateLimitRule rule) =>
        store.TryAddAsync(DocumentKind.Rule, rule.Id, rule.Api, DocumentTypes.Rule.Write(rule), TestContext.Current.CancellationToken);

    public static ApiDefinition Api(string name, string revision = "revision") => new()
    {
        Name = name,
        Operations = [new ApiOperation("list", "GET", "orders"), new ApiOperation("files", "*", "files/{**path}")],
        Revision = revision,
    };
}
