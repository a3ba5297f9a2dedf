using System.CommandLine;
using Serverless.Cli.Commands;
using Serverless.Cli.Output;
using Serverless.Client;

namespace Serverless.Cli.Limits;

/// <summary><c>slctl caller</c>.</summary>
internal static class CallerCommands
{
    private static readonly Dictionary<string, RateLimitCallerKind> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        [IdentifyBy.User] = RateLimitCallerKind.User,
        [IdentifyBy.ApiKey] = RateLimitCallerKind.ApiKey,
        [IdentifyBy.Ip] = RateLimitCallerKind.Ip,
    };

    public static Command Create(CommandRunner runner) => new("caller", "Plans of callers")
    {
        Set(runner),
        Get(runner),
        List(runner),
        Delete(runner),
    };

    private static Command Set(CommandRunner runner)
    {
        var (kind, id) = Caller();
        var (plan, note) = (Options.Text("--plan", "The caller's plan, as rules name it", isRequired: true), Options.Text("--note", "For those who read it"));
        var (ifMatch, onlyNew) = (Options.IfMatch(), Options.OnlyNew());
        var command = new Command("set", "Gives a caller a plan, whether or not there is a record") { kind, id, plan, note, ifMatch, onlyNew };
        runner.Set(command, async (context, token) =>
        {
            var record = new RateLimitCallerRecord { Kind = Kinds[context.Get(kind)], Id = context.Get(id), Plan = context.Get(plan)!, Note = context.Get(note) };
            var put = context.Condition(ifMatch, onlyNew) is { } condition ? context.Client.RateLimits.PutCallerAsync(record, condition, token) : context.Client.RateLimits.PutCallerAsync(record, token);
            context.Printer.One(await put, RateLimitsJson.Web.RateLimitCallerRecord, Columns.Callers);
        });
        return command;
    }

    private static Command Get(CommandRunner runner)
    {
        var (kind, id) = Caller();
        var command = new Command("get", "Shows what is known of a caller") { kind, id };
        runner.Set(command, async (context, token) =>
        {
            if (await context.Client.RateLimits.FindCallerAsync(Kinds[context.Get(kind)], context.Get(id), token) is not { } record)
            {
                return await NotFoundAsync(context, kind, id);
            }

            context.Printer.One(record, RateLimitsJson.Web.RateLimitCallerRecord, Columns.Callers);
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command List(CommandRunner runner)
    {
        var command = new Command("list", "Lists what is known of callers");
        runner.Set(command, (context, token) =>
            context.Printer.ManyAsync(context.Client.RateLimits.ListCallersAsync(token), RateLimitsJson.Web.RateLimitCallerRecord, Columns.Callers, token));
        return command;
    }

    private static Command Delete(CommandRunner runner)
    {
        var ((kind, id), ifMatch) = (Caller(), Options.IfMatch());
        var command = new Command("delete", "Forgets what is known of a caller, whose counters stay") { kind, id, ifMatch };
        runner.Set(command, async (context, token) => await (context.Condition(ifMatch) is { } condition
            ? context.Client.RateLimits.DeleteCallerAsync(Kinds[context.Get(kind)], context.Get(id), condition, token)
            : context.Client.RateLimits.DeleteCallerAsync(Kinds[context.Get(kind)], context.Get(id), token))
            ? ExitCode.Ok
            : await NotFoundAsync(context, kind, id));
        return command;
    }

    private static (Argument<string> Kind, Argument<string> Id) Caller()
    {
        var kind = Options.Argument("kind", $"By what the caller is known: {string.Join(", ", Kinds.Keys)}");
        kind.CompletionSources.Add([.. Kinds.Keys]);
        kind.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !Kinds.ContainsKey(token.Value))
            {
                result.AddError($"'{token.Value}' is not one of {string.Join(", ", Kinds.Keys)}.");
            }
        });
        return (kind, Options.Argument("id", "Name of the user, id of the API key, address, or network such as 203.0.113.0/24"));
    }

    private static Task<int> NotFoundAsync(CommandContext context, Argument<string> kind, Argument<string> id) =>
        context.NotFoundAsync($"record of {context.Get(kind)} '{context.Get(id)}'");
}
