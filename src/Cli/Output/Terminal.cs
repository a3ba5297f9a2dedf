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

    /// <summary>Characters in a line of what is watched; null where nobody watches.</summary>
    public int? Width { get; init; }

    /// <summary>Logins; none where there is no folder for them.</summary>
    public ProfileFile Profiles { get; init; } = new(null);

    /// <summary>Whether somebody types what is read.</summary>
    public bool IsTyped { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public static Terminal OfProcess() => new()
    {
        In = Console.In,
        Out = Console.Out,
        Error = Console.Error,
        Variable = Environment.GetEnvironmentVariable,
        IsWatched = !Console.IsErrorRedirected,
        IsOutRedirected = Console.IsOutputRedirected,
        Width = Console.IsOutputRedirected ? null : Math.Max(1, Console.WindowWidth),
        Profiles = new ProfileFile(ConfigurationFolder()),
        IsTyped = !Console.IsInputRedirected,
    };

    /// <summary>A line that is read without being shown; null where there is none.</summary>
    public async Task<string?> ReadSecretAsync(string prompt, CancellationToken cancellationToken)
    {
        if (!IsTyped)
        {
            return await In.ReadLineAsync(cancellationToken);
        }

        await Error.WriteAsync(prompt);
        var typed = new System.Text.StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                typed.Length = Math.Max(0, typed.Length - 1);
            }
            else
            {
                typed.Append(key.KeyChar);
            }
        }

        await Error.WriteLineAsync();
        return typed.ToString();
    }

    private static string? ConfigurationFolder()
    {
        // XDG's place for it, or what the platform has instead.
        var folder = Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return folder.Length == 0 ? null : Path.Combine(folder, CliApp.Name);
    }

    public void Dispose()
    {
        Out.Flush();
        Error.Flush();
    }
}
