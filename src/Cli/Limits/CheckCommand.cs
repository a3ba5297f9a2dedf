using System.CommandLine;
using Serverless.Cli.Commands;
using Serverless.Cli.Output;
using Serverless.Client;

namespace Serverless.Cli.Limits;

/// <summary><c>slctl check</c>.</summary>
internal static class CheckCommand
{
    public static Command Create(CommandRunner runner)
    {
        var (api, op) = (Options.Argument("api", "The API"), Options.Argument("op", "The operation"));
        var (user, key, ip) = (Options.Text("--user", "Name of the user"), Options.Text("--api-key-id", "Id of the caller's API key, not the key"), Options.Text("--ip", "Address of the caller"));
        var (headers, cost, peek) = (Options.Pairs("--header", "Header of the request"), Options.Number("--cost", "How many permits it takes [default: 1]"), Options.Flag("--peek", "Take nothing"));
        var command = new Command("check", $"Asks whether a caller may do an operation; ends with {ExitCode.Denied} if not") { api, op, user, key, ip, headers, cost, peek };
        runner.Set(command, async (context, token) =>
        {
            var caller = new RateLimitCaller { User = context.Get(user), ApiKey = context.Get(key), Ip = context.Get(ip), Headers = Options.ReadPairs(context.Get(headers)) };
            var check = new RateLimitCheck { Api = context.Get(api), Op = context.Get(op), Caller = caller, Cost = context.Get(cost) };
            var decision = await (context.Get(peek) ? context.Client.RateLimits.PeekAsync(check, token) : context.Client.RateLimits.CheckAsync(check, token));
            context.Printer.One(decision, RateLimitsJson.Web.RateLimitDecision, Columns.Decisions);
            return decision.Allowed ? ExitCode.Ok : ExitCode.Denied;
        });
        return command;
    }
}
