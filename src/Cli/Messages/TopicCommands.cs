using System.CommandLine;
using Serverless.Cli.Commands;
using Serverless.Cli.Output;
using Serverless.Client;

namespace Serverless.Cli.Messages;

/// <summary><c>slctl topic</c>.</summary>
internal static class TopicCommands
{
    public static Command Create(CommandRunner runner) => new("topic", "Topics")
    {
        Set(runner),
        NamedCommands.Get(runner, "topic", MessagesJson.Web.Topic, Columns.Topics, Names, (client, name, token) => client.Topics.FindAsync(name, token)),
        List(runner),
        NamedCommands.Delete(runner, "topic", Names, (client, name, condition, token) => condition is null ? client.Topics.DeleteAsync(name, token) : client.Topics.DeleteAsync(name, condition, token)),
        ScheduledCommands.Create(runner),
    };

    public static IAsyncEnumerable<string> Names(ServerlessClient client) => client.Topics.ListAsync().Select(topic => topic.Name);

    private static Command Set(CommandRunner runner)
    {
        var name = Options.Argument("name", "Name of the topic").Suggest(runner, Names);
        var (ifMatch, onlyNew) = (Options.IfMatch(), Options.OnlyNew());
        var shards = new Option<int?>("--shards") { Description = "Streams that messages are spread over; can't be changed later [default: 1]" };
        var keepFor = Options.Duration("--keep-for", "How long messages are kept [default: until every subscription has acknowledged them]");
        var maxAge = Options.Duration("--max-age", "The most that a message may age [default: 7d]");
        var command = new Command("set", "Makes a topic, or changes it") { name, shards, keepFor, maxAge, ifMatch, onlyNew };
        runner.Set(command, async (context, token) =>
        {
            var settings = new TopicSettings
            {
                Shards = context.Get(shards),
                Retention = context.Get(keepFor) is { } duration ? new Retention(RetentionMode.KeepFor, duration) : null,
                MaxAge = context.Get(maxAge),
            };
            var put = context.Condition(ifMatch, onlyNew) is { } condition ? context.Client.Topics.PutAsync(context.Get(name), settings, condition, token) : context.Client.Topics.PutAsync(context.Get(name), settings, token);
            context.Printer.One(await put, MessagesJson.Web.Topic, Columns.Topics);
        });
        return command;
    }

    private static Command List(CommandRunner runner)
    {
        var command = new Command("list", "Lists topics");
        runner.Set(command, (context, token) => context.Printer.ManyAsync(context.Client.Topics.ListAsync(token), MessagesJson.Web.Topic, Columns.Topics, token));
        return command;
    }
}
