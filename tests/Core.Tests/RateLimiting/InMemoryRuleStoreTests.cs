using Serverless.Core.RateLimiting.Rules;

namespace Serverless.Core.Tests.RateLimiting;

public sealed class InMemoryRuleStoreTests : RuleStoreContract
{
    protected override IRuleStore Store { get; } = new InMemoryRuleStore();
}
