using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Core;
using Serverless.Core.Access;
using Serverless.Core.RateLimiting;
using Serverless.Core.RateLimiting.Checking;
using Serverless.Core.RateLimiting.Rules;
using Serverless.Functions.Description;
using Serverless.Functions.RateLimiting.Checking;
using Serverless.Functions.Requests;

namespace Serverless.Functions.RateLimiting.Counters;

/// <summary><c>/api/ratelimit/counters</c>: shows what a caller has left of a rule, and lets it begin anew.</summary>
[Tags("Rate limits")]
public sealed class CountersFunctions(RequestPipeline pipeline, CallerCounters counters, RuleBook book, TimeProvider time)
{
    private const string Route = "api/ratelimit/counters";
    private const string RuleHelp = "The rule.";
    private const string UserHelp = "The caller, where the rule counts by user.";
    private const string ApiKeyHelp = "The caller, where the rule counts by apiKey.";
    private const string IpHelp = "The caller, where the rule counts by ip, or has nothing else to count a caller by.";
    private const string HeaderHelp = "The header's value, where the rule counts by header:NAME.";

    [Function("GetRateLimitCounter")]
    [EndpointSummary("Shows what a caller has left of a rule")]
    [EndpointDescription("The caller is named by what the rule counts by; none is where it counts all together. Nothing is taken.")]
    [NeedsScope(ScopeNames.ManageRateLimits, Per = "api")]
    [Parameter("rule", RuleHelp, "shop-orders", IsRequired = true, Pattern = ResourceName.Pattern)]
    [Parameter("user", UserHelp, "ann")]
    [Parameter("apiKey", ApiKeyHelp, "9dDnYcAVTdq3")]
    [Parameter("ip", IpHelp, "203.0.113.7")]
    [Parameter("header", HeaderHelp, "acme")]
    [Parameter("plan", "The caller's plan; without it, that of the caller's record.", "gold", Pattern = ResourceName.Pattern)]
    [Responds(200, "What is left.", typeof(CounterResponse), RateLimitExamples.Counter)]
    [Fails(ProblemTypes.NotFound)]
    public Task<IResult> GetCounterAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Route)] HttpRequest request) =>
        pipeline.RunAsync(request, RateLimitOperations.GetCounter, async context =>
        {
            var question = CounterQuestion.Read(request.Query);
            if (Find(context, question) is not { } rule)
            {
                return new ProblemResult(Problems.NotFound("rule"));
            }

            var caller = question.CallerOf(rule);
            var result = await counters.FindAsync(rule, caller);
            return Refuse(result) is { } problem ? problem : TypedResults.Json(AnswerOf(rule, caller, result.Outcome), CountersJson.Web.CounterResponse);
        });

    [Function("ResetRateLimitCounter")]
    [EndpointSummary("Lets a rule begin anew for a caller")]
    [EndpointDescription("Denials that instances remember of the caller end within a second.")]
    [NeedsScope(ScopeNames.ManageRateLimits, Per = "api")]
    [Parameter("rule", RuleHelp, "shop-orders", IsRequired = true, Pattern = ResourceName.Pattern)]
    [Parameter("user", UserHelp, "ann")]
    [Parameter("apiKey", ApiKeyHelp, "9dDnYcAVTdq3")]
    [Parameter("ip", IpHelp, "203.0.113.7")]
    [Parameter("header", HeaderHelp, "acme")]
    [Responds(204, "The caller has all of the limit again.")]
    [Fails(ProblemTypes.NotFound)]
    public Task<IResult> ResetCounterAsync([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Route)] HttpRequest request) =>
        pipeline.RunAsync(request, RateLimitOperations.ResetCounter, async context =>
        {
            var question = CounterQuestion.Read(request.Query);
            if (Find(context, question) is not { } rule)
            {
                return new ProblemResult(Problems.NotFound("rule"));
            }

            return Refuse(await counters.ResetAsync(rule, question.CallerOf(rule))) is { } problem ? problem : TypedResults.NoContent();
        });

    private RateLimitRule? Find(RequestContext context, CounterQuestion question)
    {
        var rule = book.Current.FindRule(question.Rule);
        if (rule is not null)
        {
            context.Require(rule.Api);
        }

        return rule;
    }

    private static ProblemResult? Refuse(CounterResult result) =>
        result.Errors is { } errors ? new ProblemResult(Problems.Invalid(errors))
        : result.IsUnavailable ? new ProblemResult(RateLimitProblems.CountersUnavailable())
        : null;

    private CounterResponse AnswerOf(RateLimitRule rule, RateLimitCaller caller, RuleOutcome? outcome) => new(
        rule.Id,
        book.Current.Callers.Find(caller),
        outcome?.Limit,
        outcome?.Remaining,
        outcome?.RetryAfter is { } after ? WholeMilliseconds.RoundUp(after) : null,
        outcome is null ? null : WholeMilliseconds.ResetAt(outcome, time.GetUtcNow()));
}

/// <summary>What a caller has left of one rule.</summary>
/// <param name="Plan">The caller's, that of its record where none was named; null for none.</param>
/// <param name="Limit">Null, as the rest is, where the rule does not limit callers of the plan.</param>
/// <param name="RetryAfter">How long until one request would be admitted; null where one is, and where none ever will be.</param>
/// <param name="ResetAt">When all of the limit can be had again.</param>
public sealed record CounterResponse(string Rule, string? Plan, long? Limit, long? Remaining, TimeSpan? RetryAfter, DateTimeOffset? ResetAt);

/// <summary>JSON of counters and refunds.</summary>
[JsonSerializable(typeof(CounterResponse))]
[JsonSerializable(typeof(RefundRequest))]
[JsonSerializable(typeof(RefundResponse))]
public sealed partial class CountersJson : JsonSerializerContext
{
    public static CountersJson Web { get; } = new(JsonRules.Create());
}
