using System.CommandLine;
using System.Text.Json.Serialization.Metadata;
using Serverless.Cli.Output;
using Serverless.Client;

namespace Serverless.Cli.Commands;

/// <summary>The commands get and delete of everything that has a name.</summary>
internal static class NamedCommands
{
    public static Command Get<T>(
        CommandRunner runner, string what, JsonTypeInfo<T> type, IReadOnlyList<Column<T>> columns, Func<ServerlessClient, IAsyncEnumerable<string>> names, Func<ServerlessClient, string, CancellationToken, Task<T?>> find)
        where T : class
    {
        var name = Options.Argument("name", $"Name of the {what}").Suggest(runner, names);
        var command = new Command("get", $"Shows the {what}") { name };
        runner.Set(command, async (context, token) =>
        {
            if (await find(context.Client, context.Get(name), token) is not { } found)
            {
                return await context.NotFoundAsync($"{what} '{context.Get(name)}'");
            }

            context.Printer.One(found, type, columns);
            return ExitCode.Ok;
        });
        return command;
    }

    public static Command Delete(
        CommandRunner runner, string what, Func<ServerlessClient, IAsyncEnumerable<string>> names, Func<ServerlessClient, string, WriteCondition?, CancellationToken, Task<bool>> delete)
    {
        var (name, ifMatch) = (Options.Argument("name", $"Name of the {what}").Suggest(runner, names), Options.IfMatch());
        var command = new Command("delete", $"Deletes the {what}") { name, ifMatch };
        runner.Set(command, async (context, token) =>
            await delete(context.Client, context.Get(name), context.Condition(ifMatch), token) ? ExitCode.Ok : await context.NotFoundAsync($"{what} '{context.Get(name)}'"));
        return command;
    }
}
