using System.CommandLine;
using Serverless.Cli.Access;
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
            DeadLetterCommands.Create(runner),
            KeyCommands.Create(runner),
            AuditCommand.Create(runner),
            QrCommand.Create(runner),
            HealthCommand.Create(runner),
            LoginCommands.Login(runner),
            LoginCommands.Logout(runner),
            CompletionCommand.Create(terminal),
            HelpCommand.Create(terminal, arguments => RunAsync(arguments, terminal)),
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

            foreach (var meant in Suggestions(result))
            {
                await terminal.Error.WriteLineAsync($"Did you mean '{meant}'?");
            }

            await terminal.Error.WriteLineAsync($"Try '{CommandPath.Of(result.CommandResult.Command)} --help'.");
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

    // Of words that nothing knows, what was meant by each.
    private static IEnumerable<string> Suggestions(ParseResult result)
    {
        var command = result.CommandResult.Command;
        var options = command.Parents.OfType<Command>().Append(command).SelectMany(known => known.Options.Where(option => known == command || option.Recursive));
        var known = command.Subcommands.Where(child => !child.Hidden).Select(child => child.Name).Concat(options.Select(option => option.Name)).ToArray();
        return result.UnmatchedTokens.Concat(result.CommandResult.Command.Arguments.Count == 0 ? [] : result.Tokens.Select(token => token.Value).Where(token => token.StartsWith("--", StringComparison.Ordinal)))
            .Distinct(StringComparer.Ordinal)
            .Where(token => !known.Contains(token))
            .Select(token => Resemblance.ClosestOf(known.Where(word => word.StartsWith("--", StringComparison.Ordinal) == token.StartsWith("--", StringComparison.Ordinal)), token))
            .OfType<string>();
    }
}
