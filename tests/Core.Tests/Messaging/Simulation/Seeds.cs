using System.Globalization;

namespace Serverless.Core.Tests.Messaging.Simulation;

/// <summary>Lives histories, one a seed.</summary>
internal static class Seeds
{
    private const int Standard = 300;

    /// <summary>Finds a planted bug. The same seed shows the same, or a failure could not be looked at again.</summary>
    /// <param name="what">Parts of what is said of it, of which one is.</param>
    public static void Finds(Func<int, string?> run, params string[] what)
    {
        var found = FirstViolation(0, Standard, run);
        Assert.NotNull(found);
        Assert.True(what.Any(part => found.Contains(part, StringComparison.Ordinal)), found);
        Assert.Equal(found, FirstViolation(0, Standard, run));
    }

    /// <summary>Lives as many histories as are asked for, until one breaks a guarantee.</summary>
    /// <param name="standard">How many, where nobody asks.</param>
    public static string? FirstViolation(Func<int, string?> run, int standard = Standard) =>
        FirstViolation(Setting("MESSAGING_SEED", 0), Setting("MESSAGING_SEEDS", standard), run);

    private static string? FirstViolation(int first, int count, Func<int, string?> run)
    {
        string? violation = null;
        var thread = new Thread(() => violation = Enumerable.Range(first, count)
            .Select(seed => Live(seed, run) is { } text ? $"MESSAGING_SEED={seed} MESSAGING_SEEDS=1: {text}" : null)
            .FirstOrDefault(text => text is not null));
        thread.Start();
        thread.Join();
        return violation;
    }

    private static string? Live(int seed, Func<int, string?> run)
    {
        try
        {
            return run(seed);
        }
        catch (Exception exception)
        {
            return exception.ToString();
        }
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
