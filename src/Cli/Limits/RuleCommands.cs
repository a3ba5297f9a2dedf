using System.CommandLine;
using Serverless.Cli.Commands;
using Serverless.Cli.Output;
using Serverless.Client.RateLimiting;

namespace Serverless.Cli.Limits;

/// <summary><c>slctl rule</c>.</summary>
internal static class RuleCommands
{
    public static Command Create(CommandRunner runner) => new("rule", "Rules of the rate limiter")
    {
        Set(runner),
        NamedCommands.Get(runner, "rule", RateLimitsJson.Web.RateLimitRule, Columns.Rules, (client, name, token) => client.RateLimits.FindRuleAsync(name, token)),
        List(runner),
        NamedCommands.Delete(runner, "rule", (client, name, token) => client.RateLimits.DeleteRuleAsync(name, token)),
    };

    private static Command Set(CommandRunner runner)
    {
        var id = Options.Argument("name", "Name of the rule");
        var (api, op) = (Options.Text("--api", "API that it limits", isRequired: true), Options.Text("--op", "Operation of the API", isRequired: true));
        var (requests, unit) = (Options.Number("--requests", "How many are admitted", isRequired: true), Options.Word<RateLimitUnit>("--per", "The time that they are counted over", isRequired: true));
        var algorithm = Options.Word<RateLimitAlgorithm>("--algorithm", "How they are counted [default: slidingWindowCounter]");
        var by = Options.Text("--by", "Whom to take for one caller: user, apiKey, ip, header:NAME, global [default: user]");
        var burst = Options.Number("--burst", "The most at once, of a token bucket alone");
        var onFailure = Options.Word<RateLimitFailureMode>("--on-failure", "What happens when nobody can count [default: open]");
        var (dryRun, disabled) = (Options.Flag("--dry-run", "Count and deny nobody"), Options.Flag("--disabled", "Keep the rule, but ignore it"));
        var command = new Command("set", "Sets a rule, whether or not there is one") { id, api, op, requests, unit, algorithm, by, burst, onFailure, dryRun, disabled };
        runner.Set(command, async (context, token) =>
        {
            var rule = new RateLimitRule
            {
                Id = context.Get(id),
                Api = context.Get(api)!,
                Op = context.Get(op)!,
                Requests = context.Get(requests)!.Value,
                TimeUnit = context.Get(unit)!.Value,
                Algorithm = context.Get(algorithm),
                IdentifyBy = context.Get(by),
                Burst = context.Get(burst),
                OnFailure = context.Get(onFailure),
                Mode = context.Get(dryRun) ? RateLimitMode.DryRun : null,
                Enabled = context.Get(disabled) ? false : null,
            };
            context.Printer.One(await context.Client.RateLimits.PutRuleAsync(rule, token), RateLimitsJson.Web.RateLimitRule, Columns.Rules);
        });
        return command;
    }

    private static Command List(CommandRunner runner)
    {
        var api = Options.Text("--api", "Those of one API alone");
        var command = new Command("list", "Lists rules") { api };
        runner.Set(command, (context, token) =>
            context.Printer.ManyAsync(context.Client.RateLimits.ListRulesAsync(context.Get(api), token), RateLimitsJson.Web.RateLimitRule, Columns.Rules, token));
        return command;
    }
}
