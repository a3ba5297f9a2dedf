using Serverless.Cli;
using Serverless.Cli.Commands;
using Serverless.Cli.Output;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Client.Tests.Cli;

/// <summary>Logging in: what is kept, for whom, and where it is sent.</summary>
public sealed class LoginTests(RunningApp app) : IClassFixture<RunningApp>, IDisposable
{
    private readonly TempFolder folder = new();

    private string Kept => folder.File("configuration/profiles.json");

    [Fact]
    public async Task Keeps_address_and_key_for_the_owner_alone_and_prints_no_key()
    {
        var login = await RunAsync([], $"{app.AdminKey}\n", "login", "--url", app.Address.AbsoluteUri);
        Assert.Equal((ExitCode.Ok, $"Logged in to {app.Address} as profile 'default'.\n", ""), (login.ExitCode, login.Out, login.Error));
        Assert.Contains(app.AdminKey, await File.ReadAllTextAsync(Kept, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Kept));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(Kept)!));
        }

        Assert.Equal(ExitCode.Ok, (await RunAsync([], "", "key", "list")).ExitCode);
        Assert.Equal(ExitCode.Ok, (await RunAsync([], "", "logout")).ExitCode);
        Assert.DoesNotContain(app.AdminKey, await File.ReadAllTextAsync(Kept, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, (await RunAsync([], "", "key", "list")).ExitCode);
        Assert.Equal(ExitCode.NotFound, (await RunAsync([], "", "logout")).ExitCode);
    }

    [Fact]
    public async Task Keeps_several_services_apart()
    {
        await RunAsync([], "", "login", "--url", app.Address.AbsoluteUri, "--key", app.AdminKey, "--profile", "work");
        Assert.Equal(ExitCode.Ok, (await RunAsync([], "", "key", "list", "--profile", "work")).ExitCode);
        Assert.Equal(ExitCode.Ok, (await RunAsync(new() { [ServiceOptions.ProfileVariable] = "work" }, "", "key", "list")).ExitCode);
        Assert.Equal((ExitCode.Usage, "slctl: There is no profile 'home': log in with --profile home first.\n"), await CodeAndErrorAsync([], "key", "list", "--profile", "home"));
        Assert.Equal(ExitCode.Usage, (await RunAsync([], "", "key", "list")).ExitCode);
    }

    [Fact]
    public async Task Keeps_nothing_for_a_key_that_the_service_does_not_know()
    {
        var refused = await RunAsync([], "slk_wrong\n", "login", "--url", app.Address.AbsoluteUri);
        Assert.Equal(ExitCode.Unauthorized, refused.ExitCode);
        Assert.Equal(ExitCode.Usage, (await RunAsync([], "", "login", "--url", app.Address.AbsoluteUri)).ExitCode);
        Assert.False(File.Exists(Kept));
    }

    [Fact]
    public async Task Sends_a_kept_key_to_no_other_address()
    {
        await RunAsync([], "", "login", "--url", app.Address.AbsoluteUri, "--key", app.AdminKey);
        var other = app.Address.AbsoluteUri.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        Assert.NotEqual(app.Address.AbsoluteUri, other);
        Assert.Equal(ExitCode.Unauthorized, (await RunAsync([], "", "key", "list", "--url", other)).ExitCode);
        Assert.Equal(ExitCode.Unauthorized, (await RunAsync(new() { [ServiceOptions.UrlVariable] = other }, "", "key", "list")).ExitCode);
        Assert.Equal(ExitCode.Ok, (await RunAsync([], "", "key", "list", "--url", app.Address.AbsoluteUri)).ExitCode);
    }

    public void Dispose() => folder.Dispose();

    private async Task<(int Code, string Error)> CodeAndErrorAsync(Dictionary<string, string> variables, params string[] arguments)
    {
        var run = await RunAsync(variables, "", arguments);
        return (run.ExitCode, run.Error);
    }

    private async Task<CliRun> RunAsync(Dictionary<string, string> variables, string input, params string[] arguments)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        using var terminal = new Terminal
        {
            In = new StringReader(input),
            Out = output,
            Error = error,
            Variable = name => variables.GetValueOrDefault(name),
            Profiles = new ProfileFile(folder.File("configuration")),
        };
        var run = new CliRun(await CliApp.RunAsync(arguments, terminal), output.ToString(), error.ToString());
        Assert.DoesNotContain(app.AdminKey, run.Out + run.Error, StringComparison.Ordinal);
        return run;
    }
}
