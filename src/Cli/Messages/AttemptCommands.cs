using System.CommandLine;
using Serverless.Cli.Commands;
using Serverless.Cli.Output;
using Serverless.Client;

namespace Serverless.Cli.Messages;

/// <summary>What of <c>slctl sub</c> is about messages that are not done: what waits, what was tried, and once more now.</summary>
internal static class AttemptCommands
{
    private const int DefaultPeek = 10;

    /// <summary>The command that shows messages and takes none.</summary>
    public static Command Peek(CommandRunner runner)
    {
        var (topic, name) = (SubscriptionCommands.Topic(runner), SubscriptionCommands.Name(runner));
        var max = new Option<int?>("--max") { Description = $"How many messages, 1-100 [default: {DefaultPeek}]" };
        var command = new Command("peek", "Shows the oldest messages that are not done, and takes none") { topic, name, max };
        runner.Set(command, async (context, token) =>
        {
            var found = await context.Client.Subscriptions.PeekAsync(context.Get(topic), context.Get(name), context.Get(max) ?? DefaultPeek, token);
            context.Printer.Table(found.Messages, MessagesJson.Web.PeekedMessage, Columns.Peeked);
        });
        return command;
    }

    /// <summary>The command that lists them.</summary>
    public static Command List(CommandRunner runner)
    {
        var (topic, name) = (SubscriptionCommands.Topic(runner), SubscriptionCommands.Name(runner));
        var message = Options.Text("--message", "Attempts at the message of this id alone");
        var failed = Options.Flag("--failed", "Those alone that delivered nothing");
        var command = new Command("attempts", "Lists what was sent to the endpoint and what came back, newest first") { topic, name, message, failed };
        runner.Set(command, async (context, token) =>
        {
            string? hint = null;
            var attempts = context.Client.Subscriptions.ListAttemptsAsync(context.Get(topic), context.Get(name), context.Get(message), context.Get(failed), told => hint = told, token);
            await context.Printer.ManyAsync(attempts, MessagesJson.Web.DeliveryAttempt, Columns.Attempts, token);
            await context.HintAsync(hint);
        });
        return command;
    }

    /// <summary>The command that has messages delivered now.</summary>
    public static Command Retry(CommandRunner runner)
    {
        var (topic, name) = (SubscriptionCommands.Topic(runner), SubscriptionCommands.Name(runner));
        var ids = new Option<string[]>("--id") { Description = "Message to deliver now, may be repeated [default: all]" };
        var command = new Command("retry", "Delivers messages now that wait for their next attempt") { topic, name, ids };
        runner.Set(command, async (context, token) =>
        {
            var wanted = context.Get(ids) is { Length: > 0 } some ? some : null;
            var result = await context.Client.Subscriptions.RetryAsync(context.Get(topic), context.Get(name), wanted, token);
            context.Printer.One(
                result, MessagesJson.Web.RetryResult, [new("RETRIED", each => each.Retried), new("NOT WAITING", each => string.Join(", ", each.NotWaiting))]);
            await context.HintAsync(result.Hint);
        });
        return command;
    }
}
