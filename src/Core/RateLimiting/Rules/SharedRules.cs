namespace Serverless.Core.RateLimiting.Rules;

/// <summary>What the shared copy held at one moment.</summary>
/// <param name="Version">Differs after every change of the copy.</param>
public sealed record SharedRules(string Version, RuleSnapshot Snapshot);
