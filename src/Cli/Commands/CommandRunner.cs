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

    /// <summary>Has a command do this that asks for no service by itself.</summary>
    public void SetLocal(Command command, Func<ParseResult, Terminal, CancellationToken, Task<int>> run) =>
        command.SetAction((result, cancellationToken) => GuardAsync(() => run(result, terminal, cancellationToken), cancellationToken));

    /// <summary>Does something with a client of the service that a command line names.</summary>
    public Task<T> WithClientAsync<T>(ParseResult result, Func<ServerlessClient, Task<T>> run) =>
        WithClientAsync(ServiceOptions.AddressOf(result, terminal), ServiceOptions.KeyOf(result, terminal), run);

    /// <summary>Does something with a client.</summary>
    public async Task<T> WithClientAsync<T>(Uri address, string? key, Func<ServerlessClient, Task<T>> run)
    {
        await using var services = CreateServices(address, key);
        return await run(services.GetRequiredService<ServerlessClient>());
    }

    private Task<int> RunAsync(ParseResult result, Func<CommandContext, CancellationToken, Task<int>> run, CancellationToken cancellationToken) => GuardAsync(
        () => WithClientAsync(result, client => run(new CommandContext(result, client, new Printer(terminal, result.GetValue(ServiceOptions.Json)), terminal), cancellationToken)),
        cancellationToken);

    private async Task<int> GuardAsync(Func<Task<int>> run, CancellationToken cancellationToken)
    {
        try
        {
            return await run();
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
            var code = await EndAsync(failure.Message, CodeOf(failure));
            if (failure is { Status: HttpStatusCode.PreconditionFailed, ETag: { } tag })
            {
                await terminal.Error.WriteLineAsync($"The current ETag is {tag}.");
            }

            return code;
        }
        catch (ArgumentException refused)
        {
            // The client has sent nothing: a name, an id or a tag of the command line can't be sent.
            return await EndAsync(refused.Message, ExitCode.Usage);
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

    private ServiceProvider CreateServices(Uri address, string? key)
    {
        var services = new ServiceCollection();
        services.AddSingleton(terminal.Time);
        services.AddServerlessClient(options =>
        {
            options.Address = address;
            options.ApiKey = key;
            (options.MaxRetries, options.RetryDelay) = (Retries, RetryDelay);
        });
        return services.BuildServiceProvider();
    }
}
