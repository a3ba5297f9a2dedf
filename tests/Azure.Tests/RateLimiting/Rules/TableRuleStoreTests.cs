using Serverless.Azure.Tests.Emulators;
using Serverless.Core.RateLimiting.Rules;
using Serverless.Core.Tests.RateLimiting;

namespace Serverless.Azure.Tests.RateLimiting.Rules;

public sealed class TableRuleStoreTests(Azurite azurite) : RuleStoreContract
{
    protected override IRuleStore Store { get; } = new TableRuleStore(new TestAccount(azurite).Tables, SampleUnreadable.Documents);
}
