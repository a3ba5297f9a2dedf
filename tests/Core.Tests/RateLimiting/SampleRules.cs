using Serverless.Core.RateLimiting;

namespace Serverless.Core.Tests.RateLimiting;

/// <summary>Rules for tests, each of which changes what matters to it.</summary>
internal static class SampleRules
{
    public static readonly DateTimeOffset Start = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    public static readonly RateLimitAlgorithm[] Algorithms = Enum.GetValues<RateLimitAlgorithm>();

    public static RateLimitRule Rule(
        RateLimitAlgorithm algorithm = RateLimitAlgorithm.FixedWindow,
        long requests = 3,
        RateLimitUnit unit = RateLimitUnit.Minute,
        long? burst = null,
        string id = "rule",
        IdentityKind identifyBy = IdentityKind.User,
        RuleMode mode = RuleMode.Enforce) => new()
        {
            Id = id,
            Api = "api",
            Op = "op",
            TimeUnit = unit,
            Requests = requests,
            Burst = burst ?? requests,
            Algorithm = algorithm,
            IdentifyBy = identifyBy,
            Mode = mode,
            Revision = Guid.NewGuid().ToString("n"),
        };

    public static CallerIdentity NewIdentity() => new(IdentityKind.User, BitConverter.ToUInt128(Guid.NewGuid().ToByteArray()));
}
