using System.CommandLine;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Serverless.Cli.Output;
using Serverless.Client;

namespace Serverless.Cli.Commands;

/// <summary>Carries out a command with a client, and turns whatever goes wrong into a line and an exit code.</summary>
internal sealed class CommandRunner(Terminal terminal)
{
    private const int Retries = 2;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);

    /// <summary>Has the command do this, and end with <see cref="ExitCode.Ok"/>.</summary>
    public void Set(Command command, Func<CommandContext, CancellationToken, Task> run) => Set(command, async (context, token) =>
    {
        await run(context, token);
        return ExitCode.Ok;
    });

    /// <summary>Has the command do this, and end with the code that it returns.</summary>
    public void Set(Command command, Func<CommandContext, CancellationToken, Task<int>> run) =>
        command.SetAction((result, cancellationToken) => RunAsync(result, run, cancellationToken));

    private async Task<int> RunAsync(ParseResult result, Func<CommandContext, CancellationToken, Task<int>> run, CancellationToken cancellationToken)
    {
        try
        {
            await using var services = CreateServices(result);
            var printer = new Printer(terminal, result.GetValue(ServiceOptions.Json));
            return await run(new CommandContext(result, services.GetRequiredService<ServerlessClient>(), printer, terminal), cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return await EndAsync("interrupted.", ExitCode.Interrupted);
        }
        catch (UsageException usage)
        {
            return await EndAsync(usage.Message, ExitCode.Usage);
        }
        catch (OptionsValidationException invalid)
        {
            return await EndAsync(string.Join(" ", invalid.Failures), ExitCode.Usage);
        }
        catch (ServerlessException failure)
        {
            return await EndAsync(failure.Message, CodeOf(failure));
        }
        catch (Exception file) when (file is IOException or UnauthorizedAccessException)
        {
            return await EndAsync(file.Message, ExitCode.Failed);
        }
    }

    private static int CodeOf(ServerlessException failure) => failure.Status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => ExitCode.Unauthorized,
        HttpStatusCode.NotFound or HttpStatusCode.Gone => ExitCode.NotFound,
        _ => failure.IsUnavailable ? ExitCode.Unreachable : ExitCode.Failed,
    };

    private async Task<int> EndAsync(string message, int code)
    {
        await terminal.Error.WriteLineAsync($"{CliApp.Name}: {message}");
        return code;
    }

    private ServiceProvider CreateServices(ParseResult result)
    {
        var address = ServiceOptions.AddressOf(result, terminal);
        var services = new ServiceCollection();
        services.AddSingleton(terminal.Time);
        services.AddServerlessClient(options =>
        {
            options.Address = address;
            options.ApiKey = result.GetValue(ServiceOptions.Key) ?? terminal.Variable(ServiceOptions.KeyVariable);
            (options.MaxRetries, options.RetryDelay) = (Retries, RetryDelay);
        });
        return services.BuildServiceProvider();
    }
}
