using System.CommandLine;
using Serverless.Cli.Commands;
using Serverless.Cli.Limits;
using Serverless.Cli.Links;
using Serverless.Cli.Messages;
using Serverless.Cli.Output;
using Serverless.Cli.Shell;
using Serverless.Cli.Transfer;

namespace Serverless.Cli;

/// <summary>The tool: its commands, and one run of it.</summary>
internal static class CliApp
{
    public const string Name = "slctl";

    private static readonly TimeSpan GoodbyeTimeout = TimeSpan.FromSeconds(15);

    public static RootCommand CreateRoot(Terminal terminal)
    {
        var runner = new CommandRunner(terminal);
        var root = new RootCommand("Short links, rate limits and messages of a Serverless service.")
        {
            LinkCommands.Create(runner),
            RuleCommands.Create(runner),
            ApiCommands.Create(runner),
            CheckCommand.Create(runner),
            CallerCommands.Create(runner),
            CounterCommands.Create(runner),
            CounterCommands.CreateRefund(runner),
            TopicCommands.Create(runner),
            SubscriptionCommands.Create(runner),
            PublishCommand.Create(runner),
            PullCommand.Create(runner),
            ImportCommand.Create(runner),
            ExportCommand.Create(runner),
            CompletionCommand.Create(terminal),
        };
        ServiceOptions.AddTo(root);
        RefuseOptionsAsArguments(root);
        return root;
    }

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, Terminal terminal)
    {
        var result = CreateRoot(terminal).Parse(arguments);
        if (result.Errors.Count > 0 && result.Action is not System.CommandLine.Help.HelpAction)
        {
            foreach (var error in result.Errors)
            {
                await terminal.Error.WriteLineAsync($"{Name}: {error.Message}");
            }

            await terminal.Error.WriteLineAsync($"Try '{PathOf(result.CommandResult.Command)} --help'.");
            return ExitCode.Usage;
        }

        return await result.InvokeAsync(new InvocationConfiguration
        {
            Output = terminal.Out,
            Error = terminal.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = GoodbyeTimeout,
        });
    }

    // A mistyped option would else be taken for the file, the key or the message that may come there.
    private static void RefuseOptionsAsArguments(Command command)
    {
        foreach (var argument in command.Arguments)
        {
            argument.Validators.Add(result =>
            {
                foreach (var token in result.Tokens.Where(token => token.Value.StartsWith("--", StringComparison.Ordinal)))
                {
                    result.AddError($"'{token.Value}' is no option of this command.");
                }
            });
        }

        foreach (var child in command.Subcommands)
        {
            RefuseOptionsAsArguments(child);
        }
    }

    private static string PathOf(Command command)
    {
        var parent = command.Parents.OfType<Command>().FirstOrDefault();
        return parent is null ? Name : $"{PathOf(parent)} {command.Name}";
    }
}
