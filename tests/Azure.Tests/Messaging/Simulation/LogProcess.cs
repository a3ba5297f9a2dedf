using Microsoft.Extensions.Logging.Abstractions;
using Serverless.Azure.Tests.CosmosStandIn;
using Serverless.Core.Cosmos;
using Serverless.Core.Messaging.Administration;
using Serverless.Core.Messaging.Cosmos;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Trimming;
using Serverless.Core.Tests.Messaging.Cursors;

namespace Serverless.Azure.Tests.Messaging.Simulation;

/// <summary>One process over the log in Cosmos DB: its own client and session, and its own memory. Topics and cursors lie in memory, all processes see them.</summary>
internal sealed class LogProcess : IDisposable
{
    private readonly CosmosAccount account;
    private readonly GatedHandler handler;

    public LogProcess(int number, int seed, LogHistory.Stores stores, RequestGate gate, LogBug bug)
    {
        Number = number;
        handler = new GatedHandler(stores.Gateway, gate, number, bug == LogBug.KeepsUnchangedHeads);
        var setting = new CosmosSetting(CosmosTestAccount.ConnectionString, null, CosmosTestAccount.Database, CreatesContainers: true);
        var client = CosmosClients.Create(setting, null, () => new HttpClient(handler, disposeHandler: false));
        account = new CosmosAccount(client, setting, CosmosTestAccount.Telemetry(), TimeProvider.System);
        IMessageLog log = new CosmosMessageLog(account, stores.Time);
        log = bug == LogBug.ConfirmsBlindly ? new BlindConfirmationLog(log, account.Open(CosmosContainers.Log)) : log;
        Consuming = new ConsumingInstance(log, stores.Cursors, stores.Topics, stores.Time, seed);
        var publishing = Consuming.Publishing;
        var streams = new StreamCloser(publishing.Log, publishing.Retry, stores.Time);
        var deleter = new Deleter(stores.Topics, streams, Consuming.Cursors, publishing.WakeUps, stores.Time);
        Trimmer = new TopicTrimmer(
            stores.Topics, publishing.Log, publishing.Reader, Consuming.Cursors, deleter, publishing.Retry, stores.Time, NullLogger<TopicTrimmer>.Instance);
    }

    public int Number { get; }

    public ConsumingInstance Consuming { get; }

    public TopicTrimmer Trimmer { get; }

    /// <summary>What comes before the first request about a document.</summary>
    public Task StartAsync() => account.ReadyAsync(CancellationToken.None).AsTask();

    public void Dispose()
    {
        account.Dispose();
        handler.Dispose();
    }
}
