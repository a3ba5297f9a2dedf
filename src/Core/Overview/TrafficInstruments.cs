using System.Diagnostics.Metrics;

namespace Serverless.Core.Overview;

/// <summary>Hears what this application measures anyway, and counts of it what is shown by the minute.</summary>
public sealed class TrafficInstruments : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly Dictionary<string, TrafficInstrument[]> wanted;
    private readonly TrafficCounter counter;
    private readonly TrafficFlusher flusher;

    /// <param name="meters">Whose instruments are heard: those of other applications in the process are not.</param>
    public TrafficInstruments(IEnumerable<TrafficInstrument> instruments, TrafficCounter counter, TrafficFlusher flusher, IMeterFactory meters)
    {
        wanted = instruments.GroupBy(each => each.Instrument).ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
        (this.counter, this.flusher) = (counter, flusher);
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter.Scope == meters && wanted.TryGetValue(instrument.Name, out var figures))
            {
                listening.EnableMeasurementEvents(instrument, figures);
            }
        };
        listener.SetMeasurementEventCallback<long>(Hear);
    }

    public void Listen() => listener.Start();

    public void Dispose() => listener.Dispose();

    private void Hear(Instrument instrument, long count, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        foreach (var figure in (TrafficInstrument[])state!)
        {
            if (figure.Key(tags) is { } key)
            {
                counter.Count(key, count);
            }
        }

        flusher.StartIfDue();
    }
}

/// <summary>An instrument that a figure is counted by.</summary>
/// <param name="Instrument">Its name.</param>
/// <param name="Tag">A tag that must have one of <paramref name="Values"/>; null for any measurement.</param>
/// <param name="NameTag">The tag that names the rule or queue; null where all is one figure.</param>
public sealed record TrafficInstrument(string Instrument, TrafficFigure Figure, string? Tag = null, string[]? Values = null, string? NameTag = null)
{
    /// <summary>What a measurement counts for; null for nothing.</summary>
    internal TrafficKey? Key(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var (isMeant, name) = (Tag is null, (string?)null);
        foreach (var tag in tags)
        {
            isMeant |= tag.Key == Tag && tag.Value is string value && Array.IndexOf(Values!, value) >= 0;
            name = tag.Key == NameTag ? tag.Value as string : name;
        }

        return isMeant && (NameTag is null || name is not null) ? new TrafficKey(Figure, name) : null;
    }
}
