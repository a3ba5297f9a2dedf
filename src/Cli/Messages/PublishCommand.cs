using System.CommandLine;
using System.Text.Json;
using Serverless.Cli.Commands;
using Serverless.Cli.Output;
using Serverless.Client;
using Serverless.Client.Messaging;

namespace Serverless.Cli.Messages;

/// <summary><c>slctl publish</c>.</summary>
internal static class PublishCommand
{
    public static Command Create(CommandRunner runner)
    {
        var topic = SubscriptionCommands.Topic();
        var data = new Argument<string?>("data") { Description = "The message as JSON [default: standard input, a message a line]", Arity = ArgumentArity.ZeroOrOne };
        var text = Options.Flag("--text", "Take the data as text, not as JSON");
        var orderingKey = Options.Text("--ordering-key", "Key whose messages stay in order");
        var id = Options.Text("--message-id", "Id that makes a repetition within ten minutes the same message");
        var attributes = Options.Pairs("--attribute", "Attribute of the message");
        var command = new Command("publish", "Publishes messages; when it ends with 0, they are stored") { topic, data, text, orderingKey, id, attributes };
        runner.Set(command, async (context, token) =>
        {
            NewMessage Message(string line) => Read(line, context.Get(text)) with
            {
                OrderingKey = context.Get(orderingKey),
                MessageId = context.Get(id),
                Attributes = Options.ReadPairs(context.Get(attributes)),
            };

            var given = context.Arguments.GetValue(data);
            if (given is null && context.Get(id) is not null)
            {
                throw new UsageException("--message-id is for one message: pass its data as an argument.");
            }

            var failed = 0;
            await foreach (var batch in LinesAsync(given, context.Terminal.In, token).Select(Message).Chunk(TopicsClient.MaxBatch).WithCancellation(token))
            {
                failed += await PublishAsync(context, context.Get(topic), batch, token);
            }

            return failed == 0 ? ExitCode.Ok : await context.FailAsync($"{failed} messages were not stored.", ExitCode.Failed);
        });
        return command;
    }

    private static async Task<int> PublishAsync(CommandContext context, string topic, IReadOnlyCollection<NewMessage> batch, CancellationToken cancellationToken)
    {
        var results = await context.Client.Topics.PublishAsync(topic, batch, cancellationToken);
        context.Printer.Table([.. results.Where(result => result.Problem is null)], MessagesJson.Web.PublishResult, Columns.Published);
        foreach (var problem in results.Select(result => result.Problem).OfType<Problem>())
        {
            await context.Terminal.Error.WriteLineAsync($"{CliApp.Name}: {problem.Title} {problem.Detail}");
        }

        return results.Count(result => result.Problem is not null);
    }

    private static async IAsyncEnumerable<string> LinesAsync(
        string? given, TextReader input, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (given is not null)
        {
            yield return given;
            yield break;
        }

        while (await input.ReadLineAsync(cancellationToken) is { } line)
        {
            yield return line;
        }
    }

    private static NewMessage Read(string line, bool isText)
    {
        if (isText)
        {
            return NewMessage.Of(line);
        }

        try
        {
            using var json = JsonDocument.Parse(line);
            return new NewMessage { Data = json.RootElement.Clone() };
        }
        catch (JsonException)
        {
            throw new UsageException($"'{line}' is not JSON; pass --text to publish it as text.");
        }
    }
}
