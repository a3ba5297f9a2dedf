using System.CommandLine;
using System.Text.Json;
using Serverless.Cli.Commands;
using Serverless.Cli.Output;
using Serverless.Client;

namespace Serverless.Cli.Messages;

/// <summary><c>slctl sub set</c>.</summary>
internal static class SubscriptionSetCommand
{
    private const string PrefixMark = "*";

    public static Command Create(CommandRunner runner)
    {
        var (topic, name) = (SubscriptionCommands.Topic(runner), SubscriptionCommands.Name(runner));
        var (push, secret, batch) = (Options.Text("--push", "Endpoint that messages are sent to [default: they are pulled]"), Options.Text("--secret", "What pushes are signed with, whsec_... [default: made, and shown once]"), Options.Flag("--batch", "Several messages may come in one request"));
        var (headers, timeout) = (Options.Pairs("--header", "Header field that goes with each push; its value is not shown again"), Options.Duration("--timeout", "How long the endpoint has for an answer, 1s to 1m [default: 10s]"));
        var (deadline, ordered) = (Options.Duration("--ack-deadline", "How long a consumer has a message [default: 30s]"), Options.Flag("--ordered", "Messages of a key come one after the other"));
        var (min, max, attempts) = (Options.Duration("--min-backoff", "The first wait after a failure [default: 1s]"), Options.Duration("--max-backoff", "The longest wait [default: 10m]"), new Option<int?>("--max-attempts") { Description = "Deliveries in all [default: 10]" });
        var (exhausted, deadLetters) = (Options.Word<ExhaustedAction>("--on-exhausted", "What becomes of a message after its last attempt [default: deadLetter]"), Options.Text("--dead-letter-topic", "Topic for the dead letters [default: the subscription's own list]"));
        var (filter, start, paused) = (Options.Pairs("--filter", $"Attribute that messages must have, with {PrefixMark} at the end for any that begin so, or a condition in JSON such as [\"a\",\"b\"] or {{\"not\":\"a\"}}"), Options.Text("--start", "latest, earliest or a time [default: latest]"), Options.Flag("--paused", "Deliver nothing for now"));
        var (ifMatch, onlyNew) = (Options.IfMatch(), Options.OnlyNew());
        var command = new Command("set", "Makes a subscription, or changes it: what is not named takes its default")
        {
            topic, name, push, secret, batch, headers, timeout, deadline, ordered, min, max, attempts, exhausted, deadLetters, filter, start, paused, ifMatch, onlyNew,
        };
        runner.Set(command, async (context, token) =>
        {
            var hasRetry = context.Get(min) is not null || context.Get(max) is not null || context.Get(attempts) is not null;
            var settings = new SubscriptionSettings
            {
                Delivery = context.Get(push) is { } endpoint ? Delivery.Push(endpoint, context.Get(secret)) with
                {
                    Batch = context.Get(batch) ? true : null,
                    Headers = Options.ReadPairs(context.Get(headers))?.ToDictionary(pair => pair.Key, string? (pair) => pair.Value),
                    Timeout = context.Get(timeout),
                } : Delivery.Pull,
                AckDeadline = context.Get(deadline),
                Ordered = context.Get(ordered) ? true : null,
                Retry = hasRetry ? new RedeliveryPolicy { MinBackoff = context.Get(min), MaxBackoff = context.Get(max), MaxAttempts = context.Get(attempts) } : null,
                OnExhausted = context.Get(exhausted),
                DeadLetterTopic = context.Get(deadLetters),
                Filter = Options.ReadPairs(context.Get(filter))?.ToDictionary(pair => pair.Key, pair => ReadFilter(pair.Value)),
                Start = context.Get(start),
                Paused = context.Get(paused) ? true : null,
            };
            var made = context.Condition(ifMatch, onlyNew) is { } condition
                ? await context.Client.Subscriptions.PutAsync(context.Get(topic), context.Get(name), settings, condition, token)
                : await context.Client.Subscriptions.PutAsync(context.Get(topic), context.Get(name), settings, token);
            context.Printer.One(made, MessagesJson.Web.Subscription, Columns.Subscriptions);
        });
        return command;
    }

    private static AttributeFilter ReadFilter(string value) => value is ['[' or '{', ..]
        ? ReadCondition(value)
        : value.EndsWith(PrefixMark, StringComparison.Ordinal) ? new AttributeFilter(value[..^1], IsPrefix: true) : new AttributeFilter(value);

    private static AttributeFilter ReadCondition(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, MessagesJson.Web.AttributeFilter)!;
        }
        catch (JsonException exception)
        {
            throw new UsageException($"--filter '{json}' is no condition: {exception.Message}");
        }
    }
}
