namespace Serverless.LocalHost.Hosting;

/// <summary>
/// Keeps the host from logging a failed start with its stack trace: the exception reaches the caller, who tells the user in
/// one line. Once started, everything is logged.
/// </summary>
internal sealed class StartingLogs
{
    public const string Category = "Microsoft.Extensions.Hosting.Internal.Host";

    private volatile bool ended;

    public void End() => ended = true;

    public bool Allows(LogLevel level) => ended && level >= LogLevel.Warning;
}
