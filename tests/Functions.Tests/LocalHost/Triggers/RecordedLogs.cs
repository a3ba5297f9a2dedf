using Microsoft.Extensions.Logging;

namespace Serverless.Functions.Tests.LocalHost.Triggers;

/// <summary>Keeps what the host logs at warning level or above.</summary>
internal sealed class RecordedLogs : ILogger
{
    public Events<string> Lines { get; } = new();

    public void Record(ILoggingBuilder logging) => logging.ClearProviders().AddProvider(new SingleLoggerProvider(this));

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            Lines.Add(formatter(state, exception));
        }
    }
}
