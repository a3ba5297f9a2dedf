using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Serverless.Azure.Tests.CosmosStandIn;
using Serverless.Azure.Tests.Emulators;
using Serverless.Core.Cosmos;
using Serverless.Core.Messaging.Cosmos;
using Serverless.Core.Storage;
using Serverless.Core.Tests.Messaging;

namespace Serverless.Azure.Tests.Cosmos;

/// <summary>What operators see of Cosmos DB.</summary>
public sealed class CosmosTelemetryTests : ILogger<CosmosTelemetry>, IAsyncDisposable
{
    private readonly CosmosTestAccount cosmos = new();
    private readonly IMeterFactory meters = PublishingInstance.CreateMeters();
    private readonly List<string> logged = [];
    private readonly List<string> charged = [];
    private readonly MeterListener listener = new();

    public CosmosTelemetryTests()
    {
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Scope == meters && instrument is { Name: CosmosTelemetry.RequestCharge, Unit: "{request_unit}" })
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((_, value, tags, _) => charged.Add($"{tags.ToArray()[0].Value} {tags.ToArray()[1].Value} {value}"));
        listener.Start();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Says_what_every_operation_was_charged_refused_ones_too()
    {
        var log = new CosmosMessageLog(Connect(TimeSpan.FromMinutes(1)), cosmos.Time);
        var stream = SampleMessages.Topic().Streams().First();
        var head = await log.FindHeadAsync(stream, Cancel);
        Assert.NotNull(await log.TryCommitAsync(MessageLogContract.CommitOf(head, 1, "key"), Cancel));
        Assert.Null(await log.TryCommitAsync(MessageLogContract.CommitOf(head, 1), Cancel));
        await log.FindIdsAsync(stream, ["key"], SampleMessages.Start, Cancel);
        Assert.Equal(
            ["batch log 1", "batch log 1", "query log 1", "query log 1", "read log 1", "upsert log 1", "upsert log 1"], charged.Order(StringComparer.Ordinal));
        Assert.Empty(logged);
    }

    [Fact]
    public async Task Keeps_the_diagnostics_of_what_took_longer_than_the_threshold()
    {
        using var source = new ActivitySource(nameof(CosmosTelemetryTests));
        using var activities = new ActivityListener { ShouldListenTo = each => each == source, Sample = (ref _) => ActivitySamplingResult.AllData };
        ActivitySource.AddActivityListener(activities);
        using var activity = source.StartActivity("request")!;
        await FindAsync(Connect(TimeSpan.FromMinutes(1)));
        Assert.Empty(activity.Events);
        await FindAsync(Connect(TimeSpan.Zero));
        var kept = Assert.Single(activity.Events);
        Assert.Equal(CosmosTelemetry.DiagnosticsEvent, kept.Name);
        Assert.Contains(kept.Tags, tag => tag is { Key: "operation", Value: "read" });
        Assert.Contains(kept.Tags, tag => tag.Key == "diagnostics" && ((string)tag.Value!).Contains("\"StatusCode\"", StringComparison.Ordinal));
        Assert.StartsWith("Warning: ", Assert.Single(logged), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keeps_the_diagnostics_of_what_was_given_up()
    {
        var account = Connect(TimeSpan.Zero);
        await account.ReadyAsync(Cancel);
        cosmos.Network.Disturb("read log", [.. Enumerable.Repeat(NetworkFault.TimedOut, 500)]);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => FindAsync(account));
        Assert.Contains("for a read of log", Assert.Single(logged), StringComparison.Ordinal);
    }

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        logged.Add($"{logLevel}: {formatter(state, exception)}");

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    public async ValueTask DisposeAsync()
    {
        listener.Dispose();
        await cosmos.DisposeAsync();
    }

    private CosmosAccount Connect(TimeSpan threshold) => cosmos.Connect(telemetry: CosmosTestAccount.Telemetry(meters, threshold, this));

    private static Task<CosmosFence?> FindAsync(CosmosAccount account) =>
        account.Open(CosmosContainers.Log).FindAsync("a", "b", CosmosStorageJson.Default.CosmosFence, Cancel);
}
