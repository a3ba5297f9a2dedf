using Microsoft.Extensions.Logging;

namespace Serverless.Functions.Tests.LocalHost.Triggers;

/// <summary>Gives every category the same logger.</summary>
internal sealed class SingleLoggerProvider(ILogger logger) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => logger;

    public void Dispose()
    {
    }
}
