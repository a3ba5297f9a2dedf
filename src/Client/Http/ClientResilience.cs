using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Serverless.Client;

/// <summary>Repeats requests after passing failures, each only where its <see cref="RetryMode"/> allows it.</summary>
internal static class ClientResilience
{
    public static void Configure(ResiliencePipelineBuilder<HttpResponseMessage> pipeline, ServerlessClientOptions options, TimeProvider time)
    {
        pipeline.TimeProvider = time;
        if (options.MaxRetries > 0)
        {
            pipeline.AddRetry(new HttpRetryStrategyOptions
            {
                MaxRetryAttempts = options.MaxRetries,
                Delay = options.RetryDelay,
                MaxDelay = options.MaxRetryAfter > options.RetryDelay ? options.MaxRetryAfter : options.RetryDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldRetryAfterHeader = true,
                ShouldHandle = arguments => ValueTask.FromResult(MayRepeat(arguments, options, time.GetUtcNow())),
            });
        }

        pipeline.AddTimeout(options.AttemptTimeout);
    }

    private static bool MayRepeat(RetryPredicateArguments<HttpResponseMessage> arguments, ServerlessClientOptions options, DateTimeOffset now)
    {
        if (arguments.Context.GetRequestMessage() is not { } request || !request.Options.TryGetValue(ApiConnection.RetryModeKey, out var retryMode))
        {
            return false;
        }

        return arguments.Outcome switch
        {
            { Exception: HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError } } => true,
            { Exception: HttpRequestException or SocketException or TimeoutRejectedException or IOException } => retryMode == RetryMode.Always,
            { Result: { } response } => MayRepeat(response, retryMode) && !(ProblemReading.RetryAfter(response, now) > options.MaxRetryAfter),
            _ => false,
        };
    }

    private static bool MayRepeat(HttpResponseMessage response, RetryMode retryMode) => response.StatusCode switch
    {
        HttpStatusCode.TooManyRequests => retryMode != RetryMode.IfUnsent,
        HttpStatusCode.RequestTimeout or HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway
            or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout => retryMode == RetryMode.Always,
        _ => false,
    };
}
