using Serverless.Core.RateLimiting.Rules;
using Serverless.Core.Tests.Sqlite;
using Serverless.LocalHost.RateLimiting;

namespace Serverless.Core.Tests.RateLimiting;

public sealed class SqliteOwnLimitsTests : OwnLimitMarksContract, IAsyncDisposable
{
    private readonly TempDatabase temp = new();

    protected override IOwnLimitMarks Marks => new SqliteOwnLimits(temp.Database);

    public ValueTask DisposeAsync() => temp.DisposeAsync();
}
