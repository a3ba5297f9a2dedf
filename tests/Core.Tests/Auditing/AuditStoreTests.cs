using Serverless.Core.Auditing;
using Serverless.Core.Tests.Sqlite;
using Serverless.LocalHost.Auditing;

namespace Serverless.Core.Tests.Auditing;

public sealed class InMemoryAuditStoreTests : AuditStoreContract
{
    protected override IAuditStore Store { get; } = new InMemoryAuditStore();
}

public sealed class SqliteAuditStoreTests : AuditStoreContract, IAsyncDisposable
{
    private readonly TempDatabase temp = new();

    protected override IAuditStore Store => new SqliteAuditStore(temp.Database);

    public ValueTask DisposeAsync() => temp.DisposeAsync();

    [Fact]
    public async Task Keeps_records_when_the_file_is_closed_and_opened_again()
    {
        var record = Record(new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero), "a");
        await Store.PutAsync(record, Cancel);
        await temp.ReopenAsync();
        Assert.Equal([record], await Store.ListAsync(DateTimeOffset.MinValue, null, 10, Cancel));
    }
}
