using System.CommandLine;
using Serverless.Cli.Commands;
using Serverless.Cli.Output;

namespace Serverless.Cli.Shell;

/// <summary><c>slctl help</c>: what <c>--help</c> shows, for who looks for it there.</summary>
internal static class HelpCommand
{
    /// <param name="run">Carries out a command line.</param>
    public static Command Create(Terminal terminal, Func<IReadOnlyList<string>, Task<int>> run)
    {
        var words = new Argument<string[]>("command") { Description = "The command to explain [default: all]", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("help", "Explains a command") { words };
        command.SetAction((result, _) => ExplainAsync(result.RootCommandResult.Command, result.GetValue(words) ?? [], terminal, run));
        return command;
    }

    private static async Task<int> ExplainAsync(Command root, string[] words, Terminal terminal, Func<IReadOnlyList<string>, Task<int>> run)
    {
        var found = root;
        foreach (var word in words)
        {
            if (found.Subcommands.FirstOrDefault(each => each.Name == word) is not { } child)
            {
                return await RefuseAsync(found, word, terminal);
            }

            found = child;
        }

        return await run([.. words, "--help"]);
    }

    private static async Task<int> RefuseAsync(Command parent, string word, Terminal terminal)
    {
        await terminal.Error.WriteLineAsync($"{CliApp.Name}: There is no command '{CommandPath.Of(parent)} {word}'.");
        if (Resemblance.ClosestOf(parent.Subcommands.Where(child => !child.Hidden).Select(child => child.Name), word) is { } meant)
        {
            await terminal.Error.WriteLineAsync($"Did you mean '{meant}'?");
        }

        await terminal.Error.WriteLineAsync($"Try '{CommandPath.Of(parent)} --help'.");
        return ExitCode.Usage;
    }
}
