using System.Diagnostics;
using System.Net.Sockets;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Functions.Tests.LocalHost;

/// <summary>LocalHost as a newcomer meets it on the command line.</summary>
public sealed class LocalHostProcessTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Fact]
    public async Task Shows_its_admin_key_at_the_first_start_only()
    {
        using var folder = new TempFolder();
        await using (var first = await LocalHostProcess.StartAsync(folder.Path))
        {
            Assert.Contains(await ReadKeyAsync(folder), first.Output, StringComparison.Ordinal);
            Assert.Equal(0, await first.TerminateAsync());
        }

        var key = await ReadKeyAsync(folder);
        await using var second = await LocalHostProcess.StartAsync(folder.Path);
        Assert.DoesNotContain(key, second.Output, StringComparison.Ordinal);
        Assert.Contains(folder.File("admin.key"), second.Output, StringComparison.Ordinal);
        Assert.Equal(key, await ReadKeyAsync(folder));
    }

    [Fact]
    public async Task Keeps_its_admin_key_from_other_users()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        using var folder = new TempFolder();
        await using var host = await LocalHostProcess.StartAsync(folder.Path);
        Assert.Equal(OwnerOnly, ModeOf(folder.File("admin.key")));
    }

    /// <summary>Secrets of webhooks are in it.</summary>
    [Fact]
    public async Task Keeps_its_database_from_other_users_even_one_that_an_earlier_version_made()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        using var folder = new TempFolder();
        string[] files = ["serverless.db", "serverless.db-wal", "serverless.db-shm"];
        await using (var first = await LocalHostProcess.StartAsync(folder.Path))
        {
            Assert.All(files, file => Assert.Equal(OwnerOnly, ModeOf(folder.File(file))));
            await first.KillAsync();
        }

#pragma warning disable CA1416 // Skipped above on Windows
        Assert.All(files, file => File.SetUnixFileMode(folder.File(file), OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead));
#pragma warning restore CA1416
        await using var second = await LocalHostProcess.StartAsync(folder.Path);
        Assert.All(files, file => Assert.Equal(OwnerOnly, ModeOf(folder.File(file))));
    }

    [Fact]
    public async Task Says_by_its_exit_code_whether_another_one_lives()
    {
        using var folder = new TempFolder();
        await using var host = await LocalHostProcess.StartAsync(folder.Path);
        var address = host.Address.GetLeftPart(UriPartial.Authority);
        var (alive, said) = await LocalHostProcess.RunAsync("--health", address);
        Assert.True(alive == 0, said);
        Assert.Equal(1, (await LocalHostProcess.RunAsync("--health", $"{address}/api/nothing-here")).ExitCode);
        await host.KillAsync();
        var (dead, why) = await LocalHostProcess.RunAsync("--health", address);
        Assert.Equal(1, dead);
        Assert.Contains("does not answer", why, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("localhost")]
    [InlineData("ftp://localhost")]
    [InlineData("http://localhost", "http://localhost")]
    public async Task Asks_nobody_without_an_address(params string[] addresses)
    {
        var (exitCode, output) = await LocalHostProcess.RunAsync(["--health", .. addresses]);
        Assert.Equal(1, exitCode);
        Assert.Contains("--health needs one address", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prints_a_curl_line_that_works_when_pasted_at_every_start()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The line is for a POSIX shell.");
        using var folder = new TempFolder();
        for (var start = 0; start < 2; start++)
        {
            await using var host = await LocalHostProcess.StartAsync(folder.Path);
            var line = host.Output.Split('\n').Single(text => text.TrimStart().StartsWith("curl", StringComparison.Ordinal));
            Assert.Contains("HTTP/1.1 201 Created", await ShellAsync(line), StringComparison.Ordinal);
            await host.TerminateAsync();
        }
    }

    [Fact]
    public async Task Keeps_its_data_in_the_folder_that_it_is_started_from()
    {
        using var folder = new TempFolder();
        await using var host = await LocalHostProcess.StartFromSourcesAsync(folder.Path);
        Assert.True(File.Exists(folder.File("data/admin.key")), host.Output);
    }

    [Fact]
    public async Task Takes_the_admin_key_from_the_environment_and_does_not_show_it()
    {
        using var folder = new TempFolder();
        await using var host = await LocalHostProcess.StartAsync(folder.Path, "--Access:AdminKey", "chosen-by-the-operator");
        using var client = new ApiClient(host.Address, "chosen-by-the-operator");
        using var listed = await client.GetAsync("/api/keys");
        Assert.Equal(HttpStatusCode.OK, listed.Status);
        Assert.DoesNotContain("chosen-by-the-operator", host.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("admin.key")));
    }

    [Fact]
    public async Task Refuses_a_data_folder_that_another_process_uses()
    {
        using var folder = new TempFolder();
        await using var host = await LocalHostProcess.StartAsync(folder.Path);
        var (exitCode, output) = await LocalHostProcess.RunAsync("--port", "0", "--data", folder.Path);
        Assert.Equal(1, exitCode);
        Assert.Contains("--data", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_so_when_its_port_is_taken()
    {
        using var folder = new TempFolder();
        using var taken = new TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;
        var (exitCode, output) = await LocalHostProcess.RunAsync("--urls", $"http://127.0.0.1:{port}", "--data", folder.Path);
        Assert.Equal(1, exitCode);
        Assert.Contains("--port", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--port is a number", "--port", "x")]
    [InlineData("--port", "--port", "70000")]
    [InlineData("--instances", "--instances", "0")]
    [InlineData("--prot", "--prot", "80")]
    [InlineData("needs a value", "--port")]
    [InlineData("no option", "stray")]
    [InlineData("BaseUrl", "--Links:BaseUrl", "sho.rt")]
    [InlineData("Quarantine", "--Links:Quarantine", "-1.00:00:00")]
    [InlineData("visible ASCII", "--Access:AdminKey", "two words")]
    public async Task Refuses_a_bad_setting_in_one_line(string expected, params string[] arguments)
    {
        using var folder = new TempFolder();
        var (exitCode, output) = await LocalHostProcess.RunAsync([.. arguments, "--data", folder.Path]);
        Assert.Equal(1, exitCode);
        Assert.Contains(expected.Split(' ')[0], output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explains_itself()
    {
        var (exitCode, output) = await LocalHostProcess.RunAsync("--help");
        Assert.Equal(0, exitCode);
        Assert.Contains("--instances", output, StringComparison.Ordinal);
    }

    private static async Task<string> ReadKeyAsync(TempFolder folder) =>
        (await File.ReadAllTextAsync(folder.File("admin.key"), TestContext.Current.CancellationToken)).Trim();

#pragma warning disable CA1416 // Its callers are skipped on Windows
    private static UnixFileMode ModeOf(string file) => File.GetUnixFileMode(file);
#pragma warning restore CA1416

    private static async Task<string> ShellAsync(string command)
    {
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = shell.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        return output + await error;
    }
}
