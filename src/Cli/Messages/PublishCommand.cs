using System.CommandLine;
using System.Globalization;
using Serverless.Cli.Commands;
using Serverless.Cli.Output;
using Serverless.Client;

namespace Serverless.Cli.Messages;

/// <summary><c>slctl publish</c>.</summary>
internal static class PublishCommand
{
    public static Command Create(CommandRunner runner)
    {
        var topic = SubscriptionCommands.Topic(runner);
        var data = new Argument<string?>("data") { Description = "The message as JSON [default: standard input, a message a line]", Arity = ArgumentArity.ZeroOrOne };
        var file = new Option<FileInfo?>("--file") { Description = "File with a message a line; a repetition within ten minutes stores no line twice" };
        var from = new Option<long>("--from-line") { Description = "The first line that is published", DefaultValueFactory = _ => 1 };
        var text = Options.Flag("--text", "Take the data as text, not as JSON");
        var orderingKey = Options.Text("--ordering-key", "Key whose messages stay in order");
        var id = Options.Text("--message-id", "Id that makes a repetition within ten minutes the same message");
        var attributes = Options.Pairs("--attribute", "Attribute of the message");
        var (delay, deliverAt) = (Options.Duration("--delay", "Deliver it only after so long, up to 7d"), Options.Time("--deliver-at", "Deliver it at this time, up to 7 days ahead"));
        var command = new Command("publish", "Publishes messages; when it ends with 0, they are stored, or wait for their time") { topic, data, file, from, text, orderingKey, id, attributes, delay, deliverAt };
        runner.Set(command, async (context, token) =>
        {
            NewMessage Complete(NewMessage message) => message with
            {
                OrderingKey = context.Get(orderingKey),
                MessageId = context.Get(id) ?? message.MessageId,
                Attributes = Options.ReadPairs(context.Get(attributes)),
                Delay = context.Get(delay),
                DeliverAt = context.Get(deliverAt),
            };

            if (context.Arguments.GetValue(data) is { } given)
            {
                var message = MessageLines.Parse(given, context.Get(text)) ?? throw new UsageException($"'{given}' is not JSON; pass --text to publish it as text.");
                var problem = await PublishAsync(context, context.Get(topic), [Complete(message)], token);
                return problem is null ? ExitCode.Ok : await context.FailAsync("The message was not stored.", ExitCode.Failed);
            }

            if (context.Get(id) is not null)
            {
                throw new UsageException("--message-id is for one message: pass its data as an argument.");
            }

            using var opened = context.Get(file)?.OpenText();
            var lines = new MessageLines(opened ?? context.Terminal.In, context.Get(file)?.FullName, context.Get(text));
            return await PublishAllAsync(context, context.Get(topic), lines, context.Get(from), Complete, token);
        });
        command.Validators.Add(result =>
        {
            if (result.GetResult(data) is { Tokens.Count: > 0 } && result.GetResult(file) is not null)
            {
                result.AddError("--file and a message can't be given together.");
            }

            if (result.GetResult(delay) is not null && result.GetResult(deliverAt) is not null)
            {
                result.AddError("--delay and --deliver-at can't be given together.");
            }
        });
        return command;
    }

    private static async Task<int> PublishAllAsync(
        CommandContext context, string topic, MessageLines lines, long from, Func<NewMessage, NewMessage> complete, CancellationToken cancellationToken)
    {
        var (stored, next, batch) = (0L, from, new List<(long Number, NewMessage Message)>());
        var (failure, bad) = ((string?)null, (MessageLineException?)null);
        try
        {
            await foreach (var line in lines.ReadAsync(from, cancellationToken))
            {
                batch.Add((line.Number, complete(line.Message)));
                if (batch.Count == TopicsClient.MaxBatch && (failure = await SendAsync()) is not null)
                {
                    break;
                }
            }
        }
        catch (MessageLineException exception)
        {
            bad = exception;
        }

        // What comes before a bad line is stored all the same.
        failure ??= await SendAsync();
        if (failure is null && bad is not null)
        {
            (failure, next) = (bad.Message, bad.Number);
        }

        if (failure is null)
        {
            return ExitCode.Ok;
        }

        await context.FailAsync(failure, ExitCode.Failed);
        return await context.FailAsync(Summary(stored, next), ExitCode.Failed);

        // Sends what has gathered. Where a message of it is refused, its line is the one to go on from.
        async Task<string?> SendAsync()
        {
            if (batch.Count == 0)
            {
                return null;
            }

            next = batch[0].Number;
            try
            {
                var refused = await PublishAsync(context, topic, [.. batch.Select(line => line.Message)], cancellationToken);
                stored += batch.Count - (refused?.Count ?? 0);
                next = refused is null ? next : batch[refused.First].Number;
                batch.Clear();
                return refused is null ? null : "A message was not stored.";
            }
            catch (ServerlessException) when (stored > 0)
            {
                await context.FailAsync(Summary(stored, next), ExitCode.Failed);
                throw;
            }
        }
    }

    private static string Summary(long stored, long from) => string.Create(
        CultureInfo.InvariantCulture, $"{stored} {(stored == 1 ? "message was" : "messages were")} stored. Go on with --from-line {from}.");

    /// <returns>Null when all are stored.</returns>
    private static async Task<Refused?> PublishAsync(CommandContext context, string topic, IReadOnlyCollection<NewMessage> batch, CancellationToken cancellationToken)
    {
        var results = await context.Client.Topics.PublishAsync(topic, batch, cancellationToken);
        context.Printer.Some([.. results.Where(result => result.Problem is null)], MessagesJson.Web.PublishResult, Columns.Published);
        foreach (var problem in results.Select(result => result.Problem).OfType<Problem>())
        {
            await context.Terminal.Error.WriteLineAsync($"{CliApp.Name}: {problem.Title} {problem.Detail}");
        }

        var refused = results.Select((result, index) => (result.Problem, Index: index)).Where(result => result.Problem is not null).ToArray();
        return refused.Length == 0 ? null : new Refused(refused[0].Index, refused.Length);
    }

    private sealed record Refused(int First, int Count);
}
