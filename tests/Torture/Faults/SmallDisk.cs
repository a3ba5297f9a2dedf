using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Torture.Faults;

/// <summary>A disk of a few megabytes in memory.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly TempFolder mount = new();

    private SmallDisk()
    {
    }

    public string Path => mount.Path;

    /// <summary>Skips the test where nothing can be mounted, though not in CI.</summary>
    public static async Task<SmallDisk> MountAsync()
    {
        var disk = new SmallDisk();
        if (await SystemCommand.RunAsync("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", disk.Path) == 0)
        {
            return disk;
        }

        disk.mount.Dispose();
        Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") == "true", "Only root can mount a small disk.");
        throw new InvalidOperationException("A small disk could not be mounted.");
    }

    public string File(string name) => mount.File(name);

    /// <summary>From now on nothing can be written; nobody may have a file open to write.</summary>
    public async Task ProtectAsync() => Assert.Equal(0, await SystemCommand.RunAsync("mount", "-o", "remount,ro", Path));

    public async ValueTask DisposeAsync()
    {
        Assert.Equal(0, await SystemCommand.RunAsync("umount", "-l", Path));
        mount.Dispose();
    }
}
