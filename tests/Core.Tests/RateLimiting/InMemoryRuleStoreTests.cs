using Serverless.Core.RateLimiting;

namespace Serverless.Core.Tests.RateLimiting;

public sealed class InMemoryRuleStoreTests : RuleStoreContract
{
    protected override IRuleStore Store { get; } = new InMemoryRuleStore();
}
