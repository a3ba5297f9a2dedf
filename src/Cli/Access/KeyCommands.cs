using System.CommandLine;
using Serverless.Cli.Commands;
using Serverless.Cli.Output;
using Serverless.Client;

namespace Serverless.Cli.Access;

/// <summary><c>slctl key</c>.</summary>
internal static class KeyCommands
{
    public static Command Create(CommandRunner runner) => new("key", "API keys; needs the operator's")
    {
        CreateOne(runner), List(runner), Rotate(runner), Revoke(runner),
    };

    private static Argument<string> Id(CommandRunner runner) =>
        Options.Argument("id", "Id of the key").Suggest(runner, client => client.Keys.ListAsync().Select(key => key.Id));

    private static Command CreateOne(CommandRunner runner)
    {
        var owner = Options.Argument("owner", "Whose key it is");
        var scopes = new Option<string[]>("--scope") { Description = "What it may do, such as links or 'publish:orders-*'; several by several options", Required = true, Arity = ArgumentArity.OneOrMore };
        var expiresAt = Options.Time("--expires-at", "When it ends [default: never]");
        var command = new Command("create", "Makes a key; its secret is shown this once") { owner, scopes, expiresAt };
        runner.Set(command, async (context, token) =>
        {
            var key = new NewApiKey { Owner = context.Get(owner), Scopes = context.Get(scopes)!, ExpiresAt = context.Get(expiresAt) };
            context.Printer.One(await context.Client.Keys.CreateAsync(key, token), KeysJson.Web.ApiKey, Columns.Keys);
        });
        return command;
    }

    private static Command List(CommandRunner runner)
    {
        var command = new Command("list", "Lists keys, without their secrets");
        runner.Set(command, (context, token) => context.Printer.ManyAsync(context.Client.Keys.ListAsync(token), KeysJson.Web.ApiKey, Columns.Keys, token));
        return command;
    }

    private static Command Rotate(CommandRunner runner)
    {
        var (id, overlap) = (Id(runner), Options.Duration("--overlap", "How long the old secret holds beside the new one, up to 30d [default: 1d]"));
        var command = new Command("rotate", "Gives a key another secret, which is shown this once") { id, overlap };
        runner.Set(command, async (context, token) =>
            context.Printer.One(await context.Client.Keys.RotateAsync(context.Get(id), context.Get(overlap), token), KeysJson.Web.ApiKey, Columns.Keys));
        return command;
    }

    private static Command Revoke(CommandRunner runner)
    {
        var id = Id(runner);
        var command = new Command("revoke", "Revokes a key: within a minute nobody accepts it any more") { id };
        runner.Set(command, async (context, token) =>
            await context.Client.Keys.RevokeAsync(context.Get(id), token) ? ExitCode.Ok : await context.NotFoundAsync($"key '{context.Get(id)}'"));
        return command;
    }
}
