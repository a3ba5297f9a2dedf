using System.CommandLine;

namespace Serverless.Cli.Shell;

/// <summary><c>slctl help</c>: what <c>--help</c> shows, for who looks for it there.</summary>
internal static class HelpCommand
{
    /// <param name="run">Carries out a command line.</param>
    public static Command Create(Func<IReadOnlyList<string>, Task<int>> run)
    {
        var words = new Argument<string[]>("command") { Description = "The command to explain [default: all]", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("help", "Explains a command") { words };
        command.SetAction((result, _) => run([.. result.GetValue(words) ?? [], "--help"]));
        return command;
    }
}
