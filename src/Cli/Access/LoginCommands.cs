using System.CommandLine;
using Serverless.Cli.Commands;
using Serverless.Cli.Output;

namespace Serverless.Cli.Access;

/// <summary><c>slctl login</c> and <c>slctl logout</c>.</summary>
internal static class LoginCommands
{
    public static Command Login(CommandRunner runner)
    {
        var command = new Command("login", "Keeps the address and the key of a service for later commands; the key comes from --key, the variable, or standard input");
        runner.SetLocal(command, async (result, terminal, token) =>
        {
            var url = ServiceOptions.AddressOf(result, terminal);
            var key = (result.GetValue(ServiceOptions.Key) ?? terminal.Variable(ServiceOptions.KeyVariable) ?? await terminal.ReadSecretAsync("API key: ", token))?.Trim();
            if (string.IsNullOrEmpty(key))
            {
                throw new UsageException("Which key? Pass it on standard input.");
            }

            var name = ServiceOptions.ProfileOf(result, terminal);
            var health = await runner.WithClientAsync(url, key, client => client.GetHealthAsync(token));
            if (health.Dependencies.Count == 0)
            {
                await terminal.Error.WriteLineAsync($"{CliApp.Name}: {url} does not know this key. Nothing was kept.");
                return ExitCode.Unauthorized;
            }

            terminal.Profiles.Put(name, new Profile(url.AbsoluteUri, key));
            await terminal.Out.WriteLineAsync($"Logged in to {url} as profile '{name}'.");
            return ExitCode.Ok;
        });
        return command;
    }

    public static Command Logout(CommandRunner runner)
    {
        var command = new Command("logout", "Forgets a service and its key");
        runner.SetLocal(command, async (result, terminal, _) =>
        {
            var name = ServiceOptions.ProfileOf(result, terminal);
            if (terminal.Profiles.Remove(name))
            {
                return ExitCode.Ok;
            }

            await terminal.Error.WriteLineAsync($"{CliApp.Name}: There is no profile '{name}'.");
            return ExitCode.NotFound;
        });
        return command;
    }
}
