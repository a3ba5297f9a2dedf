using System.Diagnostics;

namespace Serverless.Core.Tests.Node;

/// <summary>Installs the packages of <c>tests/emulators</c>, once for all processes that need them.</summary>
public static class NodePackages
{
    public static string Folder { get; } = Path.Combine(RepositoryRoot(), "tests", "emulators");

    private static string LockFile => Path.Combine(Folder, "package-lock.json");

    /// <summary>Seen from every session of this user.</summary>
    private static string MutexName => $@"Global\serverless-emulators-{Environment.UserName}";

    /// <summary>Copy of the lock file, written last: half an installation has none.</summary>
    private static string Stamp => Path.Combine(Folder, "node_modules", ".installed");

    /// <exception cref="System.ComponentModel.Win32Exception">There is no npm.</exception>
    /// <exception cref="NodePackagesException">npm failed.</exception>
    public static void Install()
    {
        using var oneAtATime = new Mutex(initiallyOwned: false, MutexName);
        Enter(oneAtATime);
        try
        {
            var wanted = File.ReadAllText(LockFile);
            if (!File.Exists(Stamp) || File.ReadAllText(Stamp) != wanted)
            {
                RunNpm();
                File.WriteAllText(Stamp, wanted);
            }
        }
        finally
        {
            oneAtATime.ReleaseMutex();
        }
    }

    private static void Enter(Mutex mutex)
    {
        try
        {
            mutex.WaitOne();
        }
        catch (AbandonedMutexException)
        {
            // Its owner was killed. The stamp tells whether it had finished.
        }
    }

    private static void RunNpm()
    {
        // npm is a script, which Windows starts by its full name only.
        var npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
        var start = new ProcessStartInfo(npm, ["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"])
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new NodePackagesException($"npm ci failed in {Folder}: {errors.Trim()}");
        }
    }

    private static string RepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Serverless.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("Serverless.sln is in no folder above the tests.");
    }
}
