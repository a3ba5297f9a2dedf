using System.CommandLine;

namespace Serverless.Cli.Commands;

internal static class CommandPath
{
    /// <summary>What is typed for a command, the tool's name first.</summary>
    public static string Of(Command command) => command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{Of(parent)} {command.Name}" : CliApp.Name;
}
