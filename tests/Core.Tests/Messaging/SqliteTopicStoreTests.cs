using Serverless.Core.Messaging.Topics;
using Serverless.Core.Tests.Sqlite;
using Serverless.LocalHost.Messaging;

namespace Serverless.Core.Tests.Messaging;

/// <summary>The contract, kept by LocalHost's own database.</summary>
public sealed class SqliteTopicStoreTests : TopicStoreContract, IAsyncDisposable
{
    private readonly TempDatabase temp = new();

    protected override ITopicStore Store => new SqliteTopicStore(temp.Database);

    public ValueTask DisposeAsync() => temp.DisposeAsync();
}
