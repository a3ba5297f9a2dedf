using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Core.Messaging.Trimming;
using Serverless.Functions.Messaging.Trimming;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Functions.Tests.Messaging;

/// <summary>What the gauges say after the timer has run, of what was done over HTTP.</summary>
[Trait(TestHost.Trait, TestHost.Local)]
public sealed class SubscriptionGaugesTests(RunningApp app) : IClassFixture<RunningApp>
{
    [Fact]
    public async Task Show_what_waits_until_the_subscription_is_gone()
    {
        using var client = app.Admin();
        var topic = await client.TopicAsync();
        var path = $"/api/topics/{topic}/subscriptions/reader";
        using var made = await client.PutAsync(path, new { delivery = new { mode = "pull" } });
        using var published = await client.PostAsync($"/api/topics/{topic}/publish", new { messages = Enumerable.Range(1, 5).Select(number => new { data = number }) });
        using var pulled = await client.PostAsync($"{path}/pull", new { max = 3 });
        var ackIds = pulled.Json.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("ackId").GetString()).ToArray();
        using var returned = await client.PostAsync($"{path}/nack", new { ackIds = ackIds[..1], delay = "PT10M" });

        var gauges = await ObserveAsync(topic);
        Assert.Equal((5, 2, 1, 0), (gauges["backlog"], gauges["outstanding"], gauges["parked"], gauges["dead_letters"]));
        Assert.InRange(gauges["oldest_unacknowledged_age"], 0, 60);

        using var deleted = await client.DeleteAsync(path);
        Assert.Empty(await ObserveAsync(topic));
    }

    private async Task<IReadOnlyDictionary<string, double>> ObserveAsync(string topic)
    {
        await ActivatorUtilities.CreateInstance<TrimTopicsFunction>(app.Cluster.Services[0]).RunAsync(new(), TestContext.Current.CancellationToken);
        var seen = new ConcurrentDictionary<string, double>(StringComparer.Ordinal);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == SubscriptionMetrics.MeterName)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        listener.Start();
        listener.RecordObservableInstruments();
        return seen;

        void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (tags.ToArray().Contains(new("topic", topic)))
            {
                seen[instrument.Name.Split('.')[^1]] = value;
            }
        }
    }
}
