using System.CommandLine;
using System.Text.Json.Serialization.Metadata;
using Serverless.Cli.Commands;
using Serverless.Cli.Output;
using Serverless.Client;

namespace Serverless.Cli.Messages;

/// <summary><c>slctl dead-letters</c>.</summary>
internal static class DeadLetterCommands
{
    public static Command Create(CommandRunner runner) => new("dead-letters", "What could not be delivered") { List(runner, "list"), Replay(runner), Discard(runner) };

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
    public static Command Replay(CommandRunner runner) => Take(
        runner, "replay", "Has dead letters delivered again", (subscriptions, topic, name, ids, token) => subscriptions.ReplayDeadLettersAsync(topic, name, ids, token),
        MessagesJson.Web.ReplayResult, [new("REPLAYED", each => each.Replayed), new("REMAINING", each => each.Remaining)]);

    private static Command Discard(CommandRunner runner) => Take(
        runner, "discard", "Discards dead letters: they are gone for good", (subscriptions, topic, name, ids, token) => subscriptions.DiscardDeadLettersAsync(topic, name, ids, token),
        MessagesJson.Web.DiscardResult, [new("DISCARDED", each => each.Discarded), new("REMAINING", each => each.Remaining)]);

    private static Command Take<T>(
        CommandRunner runner, string verb, string description, Func<SubscriptionsClient, string, string, string[]?, CancellationToken, Task<T>> take, JsonTypeInfo<T> type, IReadOnlyList<Column<T>> columns)
    {
        var (topic, name) = (SubscriptionCommands.Topic(runner), SubscriptionCommands.Name(runner));
        var ids = new Option<string[]>("--id") { Description = $"Dead letter to {verb}, may be repeated [default: all]" };
        var command = new Command(verb, description) { topic, name, ids };
        runner.Set(command, async (context, token) =>
        {
            var wanted = context.Get(ids) is { Length: > 0 } some ? some : null;
            context.Printer.One(await take(context.Client.Subscriptions, context.Get(topic), context.Get(name), wanted, token), type, columns);
        });
        return command;
    }
}
