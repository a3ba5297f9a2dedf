using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Torture.Faults;

/// <summary>
/// A disk with ext4 in a file, which finds itself broken when it is told to: as Linux does with a disk whose medium fails,
/// it can only be read from then on, also through files that are open.
/// </summary>
internal sealed class FailingDisk : IAsyncDisposable
{
    private const long Size = 64L * 1024 * 1024;

    private readonly TempFolder folder = new();
    private readonly string device;

    private FailingDisk(TempFolder folder, string device)
    {
        this.folder = folder;
        this.device = device;
    }

    /// <summary>Where it is mounted.</summary>
    public string Path => MountPoint(folder);

    /// <summary>Skips the test where there are no loop devices, or where they are not this user's, except in CI.</summary>
    public static async Task<FailingDisk> MountAsync()
    {
        var folder = new TempFolder();
        var image = folder.File("image");
        await using (var file = new FileStream(image, FileMode.CreateNew))
        {
            file.SetLength(Size);
        }

        Directory.CreateDirectory(MountPoint(folder));
        if (await SystemCommand.RunAsync("mkfs.ext4", "-q", image) == 0
            && await SystemCommand.ReadAsync("losetup", "--find", "--show", image) is { ExitCode: 0, Output: var device })
        {
            var disk = new FailingDisk(folder, device);
            if (await disk.AttachAsync())
            {
                return disk;
            }

            await SystemCommand.RunAsync("losetup", "--detach", device);
        }

        folder.Dispose();
        const string Missing = "It takes root, and a loop device, to mount a disk that can fail.";
        Assert.False(Environment.GetEnvironmentVariable("CI") == "true", Missing);
        Assert.Skip(Missing);
        throw new InvalidOperationException("Unreachable.");
    }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Ends all writing.</summary>
    public Task FailAsync() =>
        System.IO.File.WriteAllTextAsync($"/sys/fs/ext4/{System.IO.Path.GetFileName(device)}/trigger_fs_error", "1", TestContext.Current.CancellationToken);

    /// <summary>Checks and mounts it anew, as an administrator would; nobody may have a file open.</summary>
    public async Task RepairAsync()
    {
        Assert.Equal(0, await SystemCommand.RunAsync("umount", Path));
        // 1: there was something to repair, and it is.
        Assert.InRange(await SystemCommand.RunAsync("e2fsck", "-p", device) ?? int.MaxValue, 0, 1);
        Assert.True(await AttachAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await SystemCommand.RunAsync("umount", "-l", Path);
        await SystemCommand.RunAsync("losetup", "--detach", device);
        folder.Dispose();
    }

    private static string MountPoint(TempFolder folder) => folder.File("disk");

    private async Task<bool> AttachAsync() => await SystemCommand.RunAsync("mount", "-t", "ext4", "-o", "errors=remount-ro", device, Path) == 0;
}
