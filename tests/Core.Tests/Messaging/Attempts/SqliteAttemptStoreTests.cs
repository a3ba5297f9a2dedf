using Serverless.Core.Messaging.Attempts;
using Serverless.Core.Messaging.Webhooks;
using Serverless.Core.Tests.Sqlite;
using Serverless.LocalHost.Messaging;

namespace Serverless.Core.Tests.Messaging.Attempts;

public sealed class SqliteAttemptStoreTests : AttemptStoreContract, IAsyncDisposable
{
    private readonly TempDatabase temp = new();

    protected override IAttemptStore Store => new SqliteAttemptStore(temp.Database);

    [Fact]
    public async Task Removes_what_is_too_old_of_any_subscription()
    {
        await Store.AddAsync("gone", [Attempt(1, DeliveryResult.Failed), Attempt(2, DeliveryResult.Failed)], Now, Cancel);
        Assert.Equal(2, (await Store.ListAsync("gone", Now, Cancel)).Count);
        var later = Now + IAttemptStore.KeptFor + TimeSpan.FromMilliseconds(2);
        Assert.Equal([2], (await Store.ListAsync("gone", later, Cancel)).Select(attempt => attempt.Sequence));
        await Store.AddAsync("other", [Attempt(3, DeliveryResult.Failed)], later, Cancel);
        Assert.Equal(2, await temp.Database.ReadAsync(session => session.First("SELECT count(*) FROM attempts", row => row.GetInt32(0)), Cancel));
    }

    public ValueTask DisposeAsync() => temp.DisposeAsync();
}
