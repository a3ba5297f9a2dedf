using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Core.Storage;
using Serverless.Core.UrlShortening.Expiry;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Functions.Tests.UrlShortening;

/// <summary>What the host gives up does not lie in its poison queue unseen.</summary>
[Trait(TestHost.Trait, TestHost.Local)]
public sealed class ExpiredLinksPoisonTests(RunningApp app) : IClassFixture<RunningApp>
{
    [Fact]
    public async Task A_poison_message_is_counted_and_taken_out_of_its_queue()
    {
        // Any of the instances may take it.
        var meters = app.Cluster.Services.Select(services => services.GetRequiredService<IMeterFactory>()).ToHashSet<object>();
        var counted = new TaskCompletionSource<object?>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Scope is { } scope && meters.Contains(scope) && instrument.Name == PoisonMessages.Counter)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) => counted.TrySetResult(tags[0].Value));
        listener.Start();

        await app.Cluster.Services[0].GetRequiredService<IWorkQueue>().SendAsync(
            ExpiredLinks.Queue + PoisonMessages.Suffix, "07-2026112310", TimeSpan.Zero, TestContext.Current.CancellationToken);

        Assert.Equal(ExpiredLinks.Queue, await counted.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));
    }
}
