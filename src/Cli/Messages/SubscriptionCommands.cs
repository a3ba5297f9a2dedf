using System.CommandLine;
using Serverless.Cli.Commands;
using Serverless.Cli.Output;
using Serverless.Client;

namespace Serverless.Cli.Messages;

/// <summary><c>slctl sub</c>.</summary>
internal static class SubscriptionCommands
{
    private const string TopicArgument = "topic";

    public static Command Create(CommandRunner runner) => new("sub", "Subscriptions")
    {
        SubscriptionSetCommand.Create(runner), Get(runner), List(runner), Delete(runner), Stats(runner),
        Pause(runner, "pause", "Delivers nothing for now", true), Pause(runner, "resume", "Delivers again", false),
        Seek(runner), AttemptCommands.Peek(runner), AttemptCommands.List(runner), AttemptCommands.Retry(runner),
        DeadLetterCommands.List(runner, "dead-letters"), DeadLetterCommands.Replay(runner),
    };

    public static Argument<string> Topic(CommandRunner runner) => Options.Argument(TopicArgument, "Name of the topic").Suggest(runner, TopicCommands.Names);

    public static Argument<string> Name(CommandRunner runner) => Options.Argument("name", "Name of the subscription").Suggest(runner, (client, result) =>
        result.GetValue<string>(TopicArgument) is { Length: > 0 } topic ? client.Subscriptions.ListAsync(topic).Select(subscription => subscription.Name) : AsyncEnumerable.Empty<string>());

    private static Command Get(CommandRunner runner)
    {
        var (topic, name) = (Topic(runner), Name(runner));
        var command = new Command("get", "Shows a subscription") { topic, name };
        runner.Set(command, async (context, token) =>
        {
            if (await context.Client.Subscriptions.FindAsync(context.Get(topic), context.Get(name), token) is not { } found)
            {
                return await context.NotFoundAsync($"subscription '{context.Get(name)}' of topic '{context.Get(topic)}'");
            }

            context.Printer.One(found, MessagesJson.Web.Subscription, Columns.Subscriptions);
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command List(CommandRunner runner)
    {
        var topic = Topic(runner);
        var command = new Command("list", "Lists the subscriptions of a topic") { topic };
        runner.Set(command, (context, token) =>
            context.Printer.ManyAsync(context.Client.Subscriptions.ListAsync(context.Get(topic), token), MessagesJson.Web.Subscription, Columns.Subscriptions, token));
        return command;
    }

    private static Command Delete(CommandRunner runner)
    {
        var (topic, name, ifMatch) = (Topic(runner), Name(runner), Options.IfMatch());
        var command = new Command("delete", "Deletes a subscription") { topic, name, ifMatch };
        runner.Set(command, async (context, token) => await (context.Condition(ifMatch) is { } condition
            ? context.Client.Subscriptions.DeleteAsync(context.Get(topic), context.Get(name), condition, token)
            : context.Client.Subscriptions.DeleteAsync(context.Get(topic), context.Get(name), token))
            ? ExitCode.Ok
            : await context.NotFoundAsync($"subscription '{context.Get(name)}' of topic '{context.Get(topic)}'"));
        return command;
    }

    private static Command Stats(CommandRunner runner)
    {
        var (topic, name) = (Topic(runner), Name(runner));
        var command = new Command("stats", "Shows how a subscription is doing") { topic, name };
        runner.Set(command, async (context, token) =>
        {
            if (await context.Client.Subscriptions.FindStatsAsync(context.Get(topic), context.Get(name), token) is not { } stats)
            {
                return await context.NotFoundAsync($"subscription '{context.Get(name)}' of topic '{context.Get(topic)}'");
            }

            context.Printer.One(stats, MessagesJson.Web.SubscriptionStats, Columns.Stats);
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Pause(CommandRunner runner, string verb, string description, bool paused)
    {
        var (topic, name, ifMatch) = (Topic(runner), Name(runner), Options.IfMatch());
        var command = new Command(verb, description) { topic, name, ifMatch };
        runner.Set(command, async (context, token) =>
        {
            var change = new SubscriptionSettings { Paused = paused };
            var changed = context.Condition(ifMatch) is { } condition
                ? await context.Client.Subscriptions.ChangeAsync(context.Get(topic), context.Get(name), change, condition, token)
                : await context.Client.Subscriptions.ChangeAsync(context.Get(topic), context.Get(name), change, token);
            context.Printer.One(changed, MessagesJson.Web.Subscription, Columns.Subscriptions);
        });
        return command;
    }

    private static Command Seek(CommandRunner runner)
    {
        var (topic, name, to) = (Topic(runner), Name(runner), Options.Argument("to", "earliest, latest, or a time such as 2026-11-23T10:00:00Z"));
        var command = new Command("seek", "Has a subscription go on from another place of the log") { topic, name, to };
        runner.Set(command, async (context, token) =>
        {
            var landed = await context.Client.Subscriptions.SeekAsync(context.Get(topic), context.Get(name), context.Get(to), token);
            context.Printer.One(new SeekAnswer(landed), MessagesJson.Web.SeekAnswer, [new Column<SeekAnswer>("LANDED", answer => answer.Landed)]);
        });
        return command;
    }
}
