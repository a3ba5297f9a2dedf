using System.CommandLine;
using Serverless.Cli.Commands;
using Serverless.Cli.Output;
using Serverless.Client;

namespace Serverless.Cli.Messages;

/// <summary><c>slctl pull</c>: prints messages, then acknowledges them.</summary>
internal static class PullCommand
{
    private const int MaxNumber = 100;

    private static readonly Column<PulledMessage>[] Columns =
    [
        new("ID", message => message.Id), new("ATTEMPT", message => message.Attempt), new("KEY", message => message.OrderingKey),
        new("ATTRIBUTES", message => message.Attributes.Count == 0 ? null : string.Join(' ', message.Attributes.Select(pair => $"{pair.Key}={pair.Value}"))),
        new("DATA", DataOf),
    ];

    public static Command Create(CommandRunner runner)
    {
        var (topic, name) = (SubscriptionCommands.Topic(runner), SubscriptionCommands.Name(runner));
        var follow = Options.Flag("--follow", "Print messages as they come, until Ctrl+C");
        var max = new Option<int>("--max") { Description = $"How many at most, 1-{MaxNumber}; without --follow", DefaultValueFactory = _ => 10 };
        var wait = Options.Duration("--wait", "How long to wait for the first, up to 20s; without --follow");
        var keep = Options.Flag("--no-ack", "Give them back instead of acknowledging them; without --follow");
        var command = new Command("pull", "Prints messages of a subscription, and acknowledges them") { topic, name, follow, max, wait, keep };
        command.Validators.Add(result =>
        {
            if (result.GetValue(follow) && (result.GetValue(keep) || result.GetResult(max) is { Implicit: false } || result.GetResult(wait) is not null))
            {
                result.AddError("--max, --wait and --no-ack don't go with --follow.");
            }
        });
        runner.Set(command, (context, token) => context.Get(follow)
            ? FollowAsync(context, context.Get(topic), context.Get(name), token)
            : PullAsync(context, new SubscriptionPlace(context.Get(topic), context.Get(name)), context.Get(max), context.Get(wait) ?? TimeSpan.Zero, context.Get(keep), token));
        return command;
    }

    private static async Task<int> FollowAsync(CommandContext context, string topic, string name, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var message in context.Client.SubscribeAsync(topic, name, cancellationToken: cancellationToken))
            {
                await PrintAsync(context, message.Content, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // That is how it is ended.
        }

        return ExitCode.Ok;
    }

    private static async Task PrintAsync(CommandContext context, PulledMessage message, CancellationToken cancellationToken)
    {
        if (context.Printer.AsJson)
        {
            context.Printer.Json(message, MessagesJson.Web.PulledMessage);
        }
        else
        {
            context.Printer.Line($"{message.Id}  {DataOf(message)}");
        }

        // What is acknowledged has been written.
        await context.Terminal.Out.FlushAsync(cancellationToken);
    }

    private static async Task<int> PullAsync(CommandContext context, SubscriptionPlace place, int max, TimeSpan wait, bool keep, CancellationToken cancellationToken)
    {
        var pulled = await context.Client.Subscriptions.PullAsync(place, new PullRequest(max, wait), cancellationToken);
        context.Printer.Table(pulled.Messages, MessagesJson.Web.PulledMessage, Columns);
        await context.Terminal.Out.FlushAsync(cancellationToken);
        if (pulled.Messages.Count == 0)
        {
            return ExitCode.Ok;
        }

        var command = keep ? "nack" : "ack";
        var request = new SettleRequest([.. pulled.Messages.Select(message => message.AckId)], CountAttempt: keep ? false : null);
        var late = (await context.Client.Subscriptions.SettleAsync(place, command, request, cancellationToken)).Count(result => result.Status is SettleStatus.Expired or SettleStatus.Unknown);
        return late == 0 ? ExitCode.Ok : await context.FailAsync($"{late} of them come again: their leases had ended.", ExitCode.Failed);
    }

    private static string DataOf(PulledMessage message) =>
        message.DataBase64 is { } bytes ? Convert.ToBase64String(bytes) : message.Data?.GetRawText() ?? "null";
}
