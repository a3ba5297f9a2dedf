using Azure.Core;
using Azure.Core.Pipeline;

namespace Serverless.Core.Azure;

/// <summary>
/// Repeats a request that got no answer, soon and few times: a caller waits for it. A repeated insert or replacement may
/// find its own first copy, and is then answered with 409 or 412 although it succeeded. That is no fault: who writes
/// conditionally reads after a refusal and compares the nonce, or takes the next of what is equally good.
/// </summary>
public sealed class AzureRetryPolicy(DelayStrategy delays) : RetryPolicy(Retries, delays)
{
    /// <summary>How often a request is repeated after the first.</summary>
    public const int Retries = 2;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(1);

    public AzureRetryPolicy()
        : this(DelayStrategy.CreateExponentialDelayStrategy(FirstDelay, LongestDelay))
    {
    }

    protected override bool ShouldRetry(HttpMessage message, Exception? exception) =>
        IsRepeatable(message) && base.ShouldRetry(message, exception);

    protected override ValueTask<bool> ShouldRetryAsync(HttpMessage message, Exception? exception) =>
        IsRepeatable(message) ? base.ShouldRetryAsync(message, exception) : ValueTask.FromResult(false);

    // "There is none" after a deletion of one's own leaves nothing to compare: only the caller knows that an answer was
    // missing. And when the service asks for patience, the client is told so instead of being kept waiting.
    private static bool IsRepeatable(HttpMessage message) =>
        message.Request.Method != RequestMethod.Delete && !(message.HasResponse && message.Response.Headers.Contains("Retry-After"));
}
