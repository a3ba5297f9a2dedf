using System.CommandLine;
using Serverless.Cli;
using Serverless.Cli.Output;

namespace Serverless.Client.Tests.Cli;

/// <summary>Every command of the tool, as its parser has them, and a command line for each that could be carried out.</summary>
internal static class CommandTable
{
    /// <summary>Command lines of all commands, without the tool's name: groups too, and nothing for the tool itself.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Walk(Root(), "")];

    /// <summary>Those that do something.</summary>
    public static IReadOnlyList<string> Leaves { get; } = [.. All.Where(path => Find(path).Subcommands.Count == 0)];

    /// <summary>Those that ask the service.</summary>
    public static IReadOnlyList<string> Asking { get; } = [.. Leaves.Where(path => path is not ("completion" or "help" or "login" or "logout"))];

    /// <summary>The command with a value for everything that it requires.</summary>
    public static string[] Complete(string path, string file)
    {
        var command = Find(path);
        var arguments = command.Arguments.Where(argument => argument.Arity.MinimumNumberOfValues > 0)
            .Select(argument => argument.ValueType == typeof(FileInfo) ? file : argument.Name == "kind" ? "user" : "value");
        var options = command.Options.Where(option => option.Required)
            .SelectMany(option => new[] { option.Name, option.Name switch { "--per" => "minute", "--requests" => "1", "--at" => "2026-11-23", _ => "value" } });
        return [.. path.Split(' '), .. arguments, .. options];
    }

    /// <summary>Names of the options of a command's own.</summary>
    public static IEnumerable<string> OptionsOf(string path) => Find(path).Options.Select(option => option.Name);

    private static IEnumerable<string> Walk(Command command, string path)
    {
        yield return path;
        foreach (var line in command.Subcommands.SelectMany(child => Walk(child, $"{path} {child.Name}".Trim())))
        {
            yield return line;
        }
    }

    private static Command Find(string path) =>
        path.Split(' ', StringSplitOptions.RemoveEmptyEntries).Aggregate((Command)Root(), (command, name) => command.Subcommands.Single(child => child.Name == name));

    private static RootCommand Root() =>
        CliApp.CreateRoot(new Terminal { In = TextReader.Null, Out = TextWriter.Null, Error = TextWriter.Null, Variable = _ => null });
}
