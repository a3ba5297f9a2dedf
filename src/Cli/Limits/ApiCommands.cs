using System.CommandLine;
using Serverless.Cli.Commands;
using Serverless.Cli.Output;
using Serverless.Client;

namespace Serverless.Cli.Limits;

/// <summary><c>slctl api</c>.</summary>
internal static class ApiCommands
{
    public static Command Create(CommandRunner runner) => new("api", "APIs that the gateway and proxies know")
    {
        Set(runner),
        NamedCommands.Get(runner, "API", RateLimitsJson.Web.RateLimitApi, Columns.Apis, Names, (client, name, token) => client.RateLimits.FindApiAsync(name, token)),
        List(runner),
        NamedCommands.Delete(runner, "API", Names, (client, name, condition, token) => condition is null ? client.RateLimits.DeleteApiAsync(name, token) : client.RateLimits.DeleteApiAsync(name, condition, token)),
    };

    private static IAsyncEnumerable<string> Names(ServerlessClient client) => client.RateLimits.ListApisAsync().Select(api => api.Name);

    private static Command Set(CommandRunner runner)
    {
        var name = Options.Argument("name", "Name of the API").Suggest(runner, Names);
        var (ifMatch, onlyNew) = (Options.IfMatch(), Options.OnlyNew());
        var upstream = Options.Text("--upstream", "Where the gateway forwards to [default: nowhere, it is only checked]");
        var operations = Options.Pairs("--operation", "Which requests are an operation, such as 'orders.read=GET orders/{id}'");
        var requireKey = Options.Flag("--require-key", "Have the gateway demand an API key");
        var documents = Options.Flag("--documents", "Let browsers show its answers as documents, where the console has an origin of its own");
        var command = new Command("set", "Sets an API, whether or not there is one") { name, upstream, operations, requireKey, documents, ifMatch, onlyNew };
        runner.Set(command, async (context, token) =>
        {
            var api = new RateLimitApi
            {
                Name = context.Get(name),
                Upstream = context.Get(upstream),
                Operations = [.. (context.Get(operations) ?? []).Select(ReadOperation)],
                RequireKey = context.Get(requireKey) ? true : null,
                Documents = context.Get(documents) ? true : null,
            };
            var put = context.Condition(ifMatch, onlyNew) is { } condition ? context.Client.RateLimits.PutApiAsync(api, condition, token) : context.Client.RateLimits.PutApiAsync(api, token);
            context.Printer.One(await put, RateLimitsJson.Web.RateLimitApi, Columns.Apis);
        });
        return command;
    }

    private static RateLimitOperation ReadOperation(string text)
    {
        var (op, request) = (text[..text.IndexOf('=')], text[(text.IndexOf('=') + 1)..].Split(' ', 2));
        return request.Length == 2
            ? new RateLimitOperation(op, request[0], request[1])
            : throw new UsageException($"--operation '{text}' is not of the form 'name=METHOD route'.");
    }

    private static Command List(CommandRunner runner)
    {
        var command = new Command("list", "Lists APIs");
        runner.Set(command, (context, token) => context.Printer.ManyAsync(context.Client.RateLimits.ListApisAsync(token), RateLimitsJson.Web.RateLimitApi, Columns.Apis, token));
        return command;
    }
}
