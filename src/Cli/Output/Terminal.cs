namespace Serverless.Cli.Output;

/// <summary>What a run of the tool reads and writes, apart from files and the network.</summary>
internal sealed class Terminal : IDisposable
{
    public required TextReader In { get; init; }

    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    public required Func<string, string?> Variable { get; init; }

    /// <summary>Whether somebody watches standard error, so that a progress bar is of use.</summary>
    public bool IsWatched { get; init; }

    public bool IsOutRedirected { get; init; } = true;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public static Terminal OfProcess() => new()
    {
        In = Console.In,
        Out = Console.Out,
        Error = Console.Error,
        Variable = Environment.GetEnvironmentVariable,
        IsWatched = !Console.IsErrorRedirected,
        IsOutRedirected = Console.IsOutputRedirected,
    };

    public void Dispose()
    {
        Out.Flush();
        Error.Flush();
    }
}
