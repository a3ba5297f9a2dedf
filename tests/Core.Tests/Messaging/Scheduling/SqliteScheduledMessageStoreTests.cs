using Serverless.Core.Messaging.Scheduling;
using Serverless.Core.Tests.Sqlite;
using Serverless.LocalHost.Messaging;

namespace Serverless.Core.Tests.Messaging.Scheduling;

/// <summary>The contract, kept by LocalHost's own database.</summary>
public sealed class SqliteScheduledMessageStoreTests : ScheduledMessageStoreContract, IAsyncDisposable
{
    private readonly TempDatabase temp = new();

    protected override IScheduledMessageStore Store => new SqliteScheduledMessageStore(temp.Database);

    public ValueTask DisposeAsync() => temp.DisposeAsync();
}
