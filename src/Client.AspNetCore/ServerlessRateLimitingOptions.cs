using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Serverless.Client.AspNetCore;

/// <summary>Which requests are limited, as what, and what happens when the service is away.</summary>
public sealed class ServerlessRateLimitingOptions
{
    /// <summary>The API whose rules limit this application. Required.</summary>
    public string? Api { get; set; }

    /// <summary>The operation that a request is; null for one that is not limited. By default the endpoint's name (<c>WithName</c>).</summary>
    public Func<HttpContext, string?> Operation { get; set; } = RequestFacts.OperationOf;

    /// <summary>
    /// Who a request is from. By default the name of the authenticated user and the connection's address; behind a proxy,
    /// <c>UseForwardedHeaders</c> has to come first.
    /// </summary>
    public Func<HttpContext, RateLimitCaller> Caller { get; set; } = RequestFacts.CallerOf;

    /// <summary>How many permits a request takes, from 1. By default 1.</summary>
    public Func<HttpContext, long> Cost { get; set; } = _ => 1;

    /// <summary>Whether requests pass or are refused with 503 while the service is away, or can't decide because of a mistake, such as a cost above a rule's limit. Rules whose counters are away say so themselves.</summary>
    public RateLimitFailureMode OnFailure { get; set; } = RateLimitFailureMode.Open;

    /// <summary>How long a request waits for its decision at most, 10 milliseconds to 10 seconds.</summary>
    public TimeSpan Deadline { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long the service is not asked after it kept failing, half a second to 5 minutes; then one request tries.</summary>
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(1);
}

/// <summary>Refuses options that no request could be limited by.</summary>
internal sealed class ServerlessRateLimitingOptionsValidator : IValidateOptions<ServerlessRateLimitingOptions>
{
    private static readonly TimeSpan ShortestDeadline = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestDeadline = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ShortestBreak = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestBreak = TimeSpan.FromMinutes(5);

    public ValidateOptionsResult Validate(string? name, ServerlessRateLimitingOptions options)
    {
        string?[] failures =
        [
            string.IsNullOrEmpty(options.Api) ? "Api must name the API whose rules limit this application." : null,
            options.Deadline >= ShortestDeadline && options.Deadline <= LongestDeadline ? null : "Deadline must be 10 milliseconds to 10 seconds.",
            options.BreakDuration >= ShortestBreak && options.BreakDuration <= LongestBreak ? null : "BreakDuration must be half a second to 5 minutes.",
        ];
        var found = failures.OfType<string>().ToArray();
        return found.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(found);
    }
}
