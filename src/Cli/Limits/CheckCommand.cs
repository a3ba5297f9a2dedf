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
        var (cost, peek) = (Options.Number("--cost", "How many permits it takes [default: 1]"), Options.Flag("--peek", "Take nothing"));
        var command = new Command("check", $"Asks whether a caller may do an operation; ends with {ExitCode.Denied} if not") { api, op, cost, peek };
        var caller = new CallerOptions().AddTo(command);
        runner.Set(command, async (context, token) =>
        {
            var check = new RateLimitCheck { Api = context.Get(api), Op = context.Get(op), Caller = caller.Read(context), Cost = context.Get(cost) };
            var decision = await (context.Get(peek) ? context.Client.RateLimits.PeekAsync(check, token) : context.Client.RateLimits.CheckAsync(check, token));
            context.Printer.One(decision, RateLimitsJson.Web.RateLimitDecision, Columns.Decisions);
            return decision.Allowed ? ExitCode.Ok : ExitCode.Denied;
        });
        return command;
    }
}
