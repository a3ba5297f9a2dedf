using System.CommandLine;
using Serverless.Cli.Output;
using Serverless.Client;

namespace Serverless.Cli.Commands;

/// <summary>What a command works with.</summary>
internal sealed record CommandContext(ParseResult Arguments, ServerlessClient Client, Printer Printer, Terminal Terminal)
{
    public T Get<T>(Argument<T> argument) => Arguments.GetRequiredValue(argument);

    public T? Get<T>(Option<T> option) => Arguments.GetValue(option);

    /// <summary>Whether the option was given, to tell a default from a wish.</summary>
    public bool Has(Option option) => Arguments.GetResult(option) is { Implicit: false };

    public Task<int> NotFoundAsync(string what) => FailAsync($"There is no {what}.", ExitCode.NotFound);

    public async Task<int> FailAsync(string message, int code)
    {
        await Terminal.Error.WriteLineAsync($"{CliApp.Name}: {message}");
        return code;
    }
}
