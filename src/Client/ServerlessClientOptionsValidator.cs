using Microsoft.Extensions.Options;

namespace Serverless.Client;

/// <summary>Refuses options that no request could be sent with.</summary>
internal sealed class ServerlessClientOptionsValidator : IValidateOptions<ServerlessClientOptions>
{
    private const int MostRetries = 10;

    private static readonly TimeSpan ShortestAttempt = TimeSpan.FromSeconds(25);

    public ValidateOptionsResult Validate(string? name, ServerlessClientOptions options)
    {
        string?[] failures =
        [
            options.Address is { IsAbsoluteUri: true, Scheme: "http" or "https" } ? null : "Address must be an absolute http or https address.",
            options.ApiKey?.Any(character => character is <= ' ' or > '~') == true ? "ApiKey must have printable ASCII characters alone." : null,
            options.MaxRetries is >= 0 and <= MostRetries ? null : $"MaxRetries must be 0-{MostRetries}.",
            options.RetryDelay > TimeSpan.Zero ? null : "RetryDelay must be above nothing.",
            options.MaxRetryAfter >= TimeSpan.Zero ? null : "MaxRetryAfter must not be negative.",
            options.AttemptTimeout >= ShortestAttempt ? null : "AttemptTimeout must be 25 seconds or longer.",
        ];
        var found = failures.OfType<string>().ToArray();
        return found.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(found);
    }
}
