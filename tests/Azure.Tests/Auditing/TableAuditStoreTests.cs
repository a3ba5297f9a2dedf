using Serverless.Azure.Tests.Emulators;
using Serverless.Core.Auditing;
using Serverless.Core.Tests.Auditing;

namespace Serverless.Azure.Tests.Auditing;

public sealed class TableAuditStoreTests : AuditStoreContract
{
    private readonly UnreliableNetwork network = new();
    private readonly TestAccount account;

    public TableAuditStoreTests(Azurite azurite)
    {
        account = new TestAccount(azurite, network);
        Store = new TableAuditStore(account.Tables);
    }

    protected override IAuditStore Store { get; }

    [Fact]
    public async Task Keeps_a_partition_a_day_and_lists_the_newest_page_by_one_request()
    {
        var noon = new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
        for (var day = 0; day < 3; day++)
        {
            await Store.PutAsync(Record(noon.AddDays(day), "a"), Cancel);
            await Store.PutAsync(Record(noon.AddDays(day), "b"), Cancel);
        }

        Assert.Equal(3, (await account.RowsAsync("Audit")).Select(row => row.PartitionKey).Distinct().Count());
        network.TakeRequests();
        Assert.Equal(2, (await Store.ListAsync(DateTimeOffset.MinValue, null, 2, Cancel)).Count);
        Assert.Equal(["GET Audit"], network.TakeRequests());
    }
}
