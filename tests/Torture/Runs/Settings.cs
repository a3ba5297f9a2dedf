using System.Globalization;

namespace Serverless.Torture.Runs;

/// <summary>How long runs are: short ones for every build, longer ones by the environment.</summary>
internal static class Settings
{
    /// <summary>Events between two faults.</summary>
    public static int Events { get; } = Number("TORTURE_EVENTS", 1_500);

    public static int Faults { get; } = Number("TORTURE_FAULTS", 3);

    /// <summary>Of the moments at which faults come.</summary>
    public static int Seed { get; } = Number("TORTURE_SEED", 1);

    /// <summary>How long a process is stopped at least that is let go on.</summary>
    public static TimeSpan Pause { get; } = TimeSpan.FromSeconds(Number("TORTURE_PAUSE", 0));

    public static int SlowConnections { get; } = Number("SLOW_CONNECTIONS", 1_000);

    public static int SoakEvents { get; } = Number("SOAK_EVENTS", 20_000);

    /// <summary>Instead of by events, the soak runs so long; 0 for by events.</summary>
    public static int SoakMinutes { get; } = Number("SOAK_MINUTES", 0);

    /// <summary>Folder for histories; null to keep none.</summary>
    public static string? Histories { get; } = Environment.GetEnvironmentVariable("TORTURE_HISTORIES");

    private static int Number(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
