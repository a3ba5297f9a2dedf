using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Serverless.Core.Storage;

namespace Serverless.Core.Tests.Storage;

public sealed class PoisonMessagesTests : ILogger<PoisonMessages>
{
    private readonly List<(LogLevel Level, string Text)> logged = [];

    [Fact]
    public void Counts_each_message_by_its_queue_and_logs_its_beginning()
    {
        var meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
        var counted = new List<object?>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Scope == meters && instrument.Name == PoisonMessages.Counter)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) => counted.Add(tags[0].Value));
        listener.Start();

        var poison = new PoisonMessages(meters, this);
        poison.Record("one", "short");
        poison.Record("two", new string('x', 10_000));

        Assert.Equal(["one", "two"], counted);
        Assert.All(logged, line => Assert.Equal(LogLevel.Error, line.Level));
        Assert.EndsWith(": short", logged[0].Text, StringComparison.Ordinal);
        Assert.EndsWith(": " + MessageExcerpt.Of(new string('x', 10_000)), logged[1].Text, StringComparison.Ordinal);
    }

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        logged.Add((logLevel, formatter(state, exception)));

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;
}
