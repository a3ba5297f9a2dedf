using System.CommandLine;
using Serverless.Cli.Commands;
using Serverless.Cli.Output;
using Serverless.Client;

namespace Serverless.Cli.Limits;

/// <summary><c>slctl counter</c> and <c>slctl refund</c>.</summary>
internal static class CounterCommands
{
    public static Command Create(CommandRunner runner) => new("counter", "What callers have left") { Get(runner), Reset(runner) };

    public static Command CreateRefund(CommandRunner runner)
    {
        var (api, op) = (Options.Argument("api", "The API of the check"), Options.Argument("op", "The operation of the check"));
        var at = Options.Time("--at", "The time that the check answered");
        at.Required = true;
        var cost = Options.Number("--cost", "How many permits the check took [default: 1]");
        var command = new Command("refund", "Gives back what a check took; name the caller as the check did") { api, op, at, cost };
        var caller = new CallerOptions().AddTo(command);
        runner.Set(command, async (context, token) =>
        {
            var check = new RateLimitCheck { Api = context.Get(api), Op = context.Get(op), Caller = caller.Read(context), Cost = context.Get(cost) };
            context.Printer.Table(await context.Client.RateLimits.RefundAsync(check, context.Get(at)!.Value, token), RateLimitsJson.Web.RateLimitRefund, Columns.Refunds);
        });
        return command;
    }

    private static Command Get(CommandRunner runner)
    {
        var rule = Options.Argument("rule", "Name of the rule");
        var command = new Command("get", "Shows what a caller has left of a rule; name the caller by what the rule counts by") { rule };
        var caller = new CallerOptions().AddTo(command);
        runner.Set(command, async (context, token) =>
        {
            if (await context.Client.RateLimits.FindCounterAsync(context.Get(rule), ReadOne(caller, context), token) is not { } counter)
            {
                return await context.NotFoundAsync($"rule '{context.Get(rule)}'");
            }

            context.Printer.One(counter, RateLimitsJson.Web.RateLimitCounter, Columns.Counters);
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Reset(CommandRunner runner)
    {
        var rule = Options.Argument("rule", "Name of the rule");
        var command = new Command("reset", "Lets a rule begin anew for a caller, everywhere within a second") { rule };
        var caller = new CallerOptions().AddTo(command);
        runner.Set(command, async (context, token) => await context.Client.RateLimits.ResetCounterAsync(context.Get(rule), ReadOne(caller, context), token)
            ? ExitCode.Ok
            : await context.NotFoundAsync($"rule '{context.Get(rule)}'"));
        return command;
    }

    private static RateLimitCaller ReadOne(CallerOptions options, CommandContext context) => options.Read(context) is { Headers: not { Count: > 1 } } caller
        ? caller
        : throw new UsageException("A rule counts by one header: give --header once.");
}
