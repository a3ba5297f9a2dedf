using Microsoft.Extensions.Options;

namespace Serverless.Client;

/// <summary>Where the service is, who asks, and how patiently.</summary>
public sealed class ServerlessClientOptions
{
    /// <summary>The service's address, such as <c>https://links.example.com</c>; a path in it is kept. Required.</summary>
    public Uri? Address { get; set; }

    /// <summary>The API key, as a file may have it: white space around it is passed over. Required, but for a service behind something that adds one.</summary>
    public string? ApiKey
    {
        get;
        set => field = value?.Trim();
    }

    /// <summary>How often a request is repeated where that can do no harm, 0-10.</summary>
    public int MaxRetries { get; set; } = 4;

    /// <summary>The wait before the first retryMode; it doubles each time, with jitter. What <c>Retry-After</c> says counts instead.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest <c>Retry-After</c> that is waited for; after a longer one the error is thrown at once and carries it.</summary>
    public TimeSpan MaxRetryAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one attempt may take. A pull waits up to 20 seconds for messages, so not below 25 seconds.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(40);
}

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
