using System.CommandLine;
using Serverless.Cli.Commands;
using Serverless.Cli.Output;
using Serverless.Client;

namespace Serverless.Cli.Messages;

/// <summary><c>slctl topic scheduled</c>.</summary>
internal static class ScheduledCommands
{
    public static Command Create(CommandRunner runner) => new("scheduled", "Messages that wait for their time") { List(runner), Cancel(runner) };

    private static Command List(CommandRunner runner)
    {
        var topic = SubscriptionCommands.Topic(runner);
        var command = new Command("list", "Lists what waits, the next first") { topic };
        runner.Set(command, (context, token) => context.Printer.ManyAsync(
            context.Client.Topics.ListScheduledAsync(context.Get(topic), token), MessagesJson.Web.ScheduledMessage, Columns.Scheduled, token));
        return command;
    }

    private static Command Cancel(CommandRunner runner)
    {
        var (topic, id) = (SubscriptionCommands.Topic(runner), Options.Argument("id", "Id of the message, as publish or list shows it"));
        var command = new Command("cancel", "Takes a message back before its time") { topic, id };
        runner.Set(command, async (context, token) => await context.Client.Topics.CancelScheduledAsync(context.Get(topic), context.Get(id), token)
            ? ExitCode.Ok
            : await context.NotFoundAsync($"message '{context.Get(id)}' that waits"));
        return command;
    }
}
