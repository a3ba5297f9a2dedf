using Serverless.Core.RateLimiting;

namespace Serverless.HotPaths;

/// <summary>The rules that are decided by, and who asks.</summary>
internal static class HotRules
{
    public const string Api = "shop";
    public const string User = "caller-4711";

    public static RateLimitRule Of(string op, RateLimitAlgorithm algorithm, RateLimitUnit unit, long requests) => new()
    {
        Id = op,
        Api = Api,
        Op = op,
        TimeUnit = unit,
        Requests = requests,
        Burst = requests,
        Algorithm = algorithm,
        Revision = "1",
    };
}
