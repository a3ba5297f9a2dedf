using System.Diagnostics;

namespace Serverless.Core.Tests.Node;

/// <summary>Installs the packages of a folder of <c>tests</c>, once for all processes that need them.</summary>
public static class NodePackages
{
    /// <summary>The folder of the emulators and what else most tests need.</summary>
    public static string Folder { get; } = FolderOf("emulators");

    /// <summary>The folder of a name in <c>tests</c>.</summary>
    public static string FolderOf(string name) => Path.Combine(RepositoryRoot(), "tests", name);

    /// <exception cref="System.ComponentModel.Win32Exception">There is no npm.</exception>
    /// <exception cref="NodePackagesException">npm failed.</exception>
    public static void Install() => Install(Folder);

    /// <inheritdoc cref="Install()"/>
    public static void Install(string folder)
    {
        // Seen from every session of this user.
        using var oneAtATime = new Mutex(initiallyOwned: false, $@"Global\serverless-{Path.GetFileName(folder)}-{Environment.UserName}");
        Enter(oneAtATime);
        try
        {
            // Copy of the lock file, written last: half an installation has none.
            var stamp = Path.Combine(folder, "node_modules", ".installed");
            var wanted = File.ReadAllText(Path.Combine(folder, "package-lock.json"));
            if (!File.Exists(stamp) || File.ReadAllText(stamp) != wanted)
            {
                RunNpm(folder);
                File.WriteAllText(stamp, wanted);
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

    private static void RunNpm(string folder)
    {
        // npm is a script, which Windows starts by its full name only.
        var npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
        var start = new ProcessStartInfo(npm, ["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new NodePackagesException($"npm ci failed in {folder}: {errors.Trim()}");
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
