using Microsoft.Extensions.Options;

namespace Serverless.Client.AspNetCore;

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
