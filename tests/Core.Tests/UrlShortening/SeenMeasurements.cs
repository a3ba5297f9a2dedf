using System.Diagnostics.Metrics;
using Serverless.Core.UrlShortening;

namespace Serverless.Core.Tests.UrlShortening;

/// <summary>Hears what a meter of the shortener publishes.</summary>
public sealed class SeenMeasurements : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly List<(string Name, KeyValuePair<string, object?>[] Tags, long Value)> all = [];

    public SeenMeasurements(IMeterFactory meters)
    {
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Scope == meters && instrument.Meter.Name == LinkMetrics.MeterName)
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => all.Add((instrument.Name, tags.ToArray(), value)));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => all.Add((instrument.Name, tags.ToArray(), value)));
        listener.Start();
    }

    /// <summary>Has the gauges say what they know.</summary>
    public void Observe() => listener.RecordObservableInstruments();

    /// <summary>The last value under a name; null when there was none.</summary>
    public long? Last(string name) => all.FindLast(seen => seen.Name == name) is { Name: not null } found ? found.Value : null;

    /// <inheritdoc cref="Last(string)"/>
    public long? Last(string name, string tag, object value) =>
        all.FindLast(seen => seen.Name == name && seen.Tags.Contains(new(tag, value))) is { Name: not null } found ? found.Value : null;

    public void Dispose() => listener.Dispose();
}
