using Serverless.Core.RateLimiting.Rules;
using Serverless.Core.Tests.Sqlite;
using Serverless.LocalHost.RateLimiting;

namespace Serverless.Core.Tests.RateLimiting;

public sealed class SqliteRuleStoreTests : RuleStoreContract, IAsyncDisposable
{
    private readonly TempDatabase temp = new();

    protected override IRuleStore Store => new SqliteRuleStore(temp.Database, SampleUnreadable.Documents);

    public ValueTask DisposeAsync() => temp.DisposeAsync();
}
