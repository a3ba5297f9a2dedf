using System.CommandLine;
using System.Globalization;
using Serverless.Cli.Commands;
using Serverless.Cli.Output;
using Serverless.Client;

namespace Serverless.Cli.Limits;

/// <summary><c>slctl rule</c>.</summary>
internal static class RuleCommands
{
    private const string Unlimited = "unlimited";

    public static Command Create(CommandRunner runner) => new("rule", "Rules of the rate limiter")
    {
        Set(runner),
        NamedCommands.Get(runner, "rule", RateLimitsJson.Web.RateLimitRule, Columns.Rules, Names, (client, name, token) => client.RateLimits.FindRuleAsync(name, token)),
        List(runner),
        NamedCommands.Delete(runner, "rule", Names, (client, name, condition, token) => condition is null ? client.RateLimits.DeleteRuleAsync(name, token) : client.RateLimits.DeleteRuleAsync(name, condition, token)),
    };

    private static IAsyncEnumerable<string> Names(ServerlessClient client) => client.RateLimits.ListRulesAsync().Select(rule => rule.Id);

    private static Command Set(CommandRunner runner)
    {
        var id = Options.Argument("name", "Name of the rule").Suggest(runner, Names);
        var (ifMatch, onlyNew) = (Options.IfMatch(), Options.OnlyNew());
        var (api, op) = (Options.Text("--api", "API that it limits", isRequired: true), Options.Text("--op", "Operation of the API", isRequired: true));
        var (requests, unit) = (Options.Number("--requests", "How many are admitted", isRequired: true), Options.Word<RateLimitUnit>("--per", "The time that they are counted over", isRequired: true));
        var algorithm = Options.Word<RateLimitAlgorithm>("--algorithm", "How they are counted [default: slidingWindowCounter]");
        var by = Options.Text("--by", "Whom to take for one caller: user, apiKey, ip, header:NAME, global [default: user]");
        var burst = Options.Number("--burst", "The most at once, of a token bucket alone");
        var onFailure = Options.Word<RateLimitFailureMode>("--on-failure", "What happens when nobody can count [default: open]");
        var plans = Options.Pairs("--plan", "What callers of a plan are allowed instead, such as 'gold=1000', 'gold=1000/50' with a burst, 'partner=unlimited', 'blocked=0'");
        var (dryRun, disabled) = (Options.Flag("--dry-run", "Count and deny nobody"), Options.Flag("--disabled", "Keep the rule, but ignore it"));
        var command = new Command("set", "Sets a rule, whether or not there is one") { id, api, op, requests, unit, algorithm, by, burst, plans, onFailure, dryRun, disabled, ifMatch, onlyNew };
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
                Plans = Options.ReadPairs(context.Get(plans))?.ToDictionary(plan => plan.Key, plan => ReadPlan(plan.Value)),
                OnFailure = context.Get(onFailure),
                Mode = context.Get(dryRun) ? RateLimitMode.DryRun : null,
                Enabled = context.Get(disabled) ? false : null,
            };
            var put = context.Condition(ifMatch, onlyNew) is { } condition ? context.Client.RateLimits.PutRuleAsync(rule, condition, token) : context.Client.RateLimits.PutRuleAsync(rule, token);
            context.Printer.One(await put, RateLimitsJson.Web.RateLimitRule, Columns.Rules);
        });
        return command;
    }

    private static RateLimitPlan ReadPlan(string text)
    {
        if (text == Unlimited)
        {
            return new RateLimitPlan { Unlimited = true };
        }

        var numbers = text.Split('/');
        return numbers.Length <= 2 && Array.TrueForAll(numbers, number => long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            ? new RateLimitPlan { Requests = long.Parse(numbers[0], CultureInfo.InvariantCulture), Burst = numbers.Length == 2 ? long.Parse(numbers[1], CultureInfo.InvariantCulture) : null }
            : throw new UsageException($"--plan '{text}' is not a number of requests, '{Unlimited}', or requests and burst as 1000/50.");
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
