using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Core.UrlShortening;

namespace Serverless.Functions.Tests.UrlShortening;

/// <summary>Tells when an instance has applied another's change, by its own metric.</summary>
internal sealed class ReceivedInvalidations : IDisposable
{
    private readonly Channel<long> received = Channel.CreateUnbounded<long>();
    private readonly MeterListener listener = new();

    public ReceivedInvalidations(IServiceProvider instance)
    {
        var meters = instance.GetRequiredService<IMeterFactory>();
        listener.InstrumentPublished = (instrument, published) =>
        {
            if (instrument.Name == LinkMetrics.Invalidations && instrument.Meter.Scope == meters)
            {
                published.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, count, tags, _) =>
        {
            if (tags.ToArray().Contains(new KeyValuePair<string, object?>("direction", "received")))
            {
                received.Writer.TryWrite(count);
            }
        });
        listener.Start();
    }

    /// <summary>Completes with the next change that has been applied.</summary>
    public Task NextAsync() => received.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask();

    public void Dispose() => listener.Dispose();
}
