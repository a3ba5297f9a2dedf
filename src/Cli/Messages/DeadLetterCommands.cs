using System.CommandLine;
using Serverless.Cli.Commands;
using Serverless.Cli.Output;
using Serverless.Client;

namespace Serverless.Cli.Messages;

/// <summary><c>slctl dead-letters</c>.</summary>
internal static class DeadLetterCommands
{
    public static Command Create(CommandRunner runner) => new("dead-letters", "What could not be delivered") { List(runner, "list"), Replay(runner) };

    /// <summary>The command that lists them.</summary>
    public static Command List(CommandRunner runner, string verb)
    {
        var (topic, name) = (SubscriptionCommands.Topic(runner), SubscriptionCommands.Name(runner));
        var command = new Command(verb, "Lists what could not be delivered") { topic, name };
        runner.Set(command, (context, token) => context.Printer.ManyAsync(
            context.Client.Subscriptions.ListDeadLettersAsync(context.Get(topic), context.Get(name), token), MessagesJson.Web.DeadLetter, Columns.DeadLetters, token));
        return command;
    }

    /// <summary>The command that has them delivered again.</summary>
    public static Command Replay(CommandRunner runner)
    {
        var (topic, name) = (SubscriptionCommands.Topic(runner), SubscriptionCommands.Name(runner));
        var ids = new Option<string[]>("--id") { Description = "Dead letter to replay, may be repeated [default: all]" };
        var command = new Command("replay", "Has dead letters delivered again") { topic, name, ids };
        runner.Set(command, async (context, token) =>
        {
            var wanted = context.Get(ids) is { Length: > 0 } some ? some : null;
            var result = await context.Client.Subscriptions.ReplayDeadLettersAsync(context.Get(topic), context.Get(name), wanted, token);
            context.Printer.One(result, MessagesJson.Web.ReplayResult, [new("REPLAYED", each => each.Replayed), new("REMAINING", each => each.Remaining)]);
        });
        return command;
    }
}
