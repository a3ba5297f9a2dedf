using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;
using Serverless.Client.Http;
using Serverless.Client.RateLimiting;

namespace Serverless.Client.AspNetCore;

/// <summary>Asks the service, once, within the deadline; and not at all while it keeps failing.</summary>
internal sealed partial class CheckSender
{
    public const string HttpClientName = "Serverless.Client.Checks";

    private const double FailureRatio = 0.5;
    private const int MinimumThroughput = 4;

    private static readonly TimeSpan Sampling = TimeSpan.FromSeconds(5);
    private static readonly string[] PassedOn = ["RateLimit-Policy", "RateLimit", "Retry-After"];

    private readonly HttpClient http;
    private readonly ILogger<CheckSender> logger;
    private readonly ResiliencePipeline<CheckAnswer> pipeline;

    public CheckSender(IHttpClientFactory clients, IOptions<ServerlessRateLimitingOptions> options, TimeProvider time, ILogger<CheckSender> logger)
    {
        (http, this.logger) = (clients.CreateClient(HttpClientName), logger);
        pipeline = new ResiliencePipelineBuilder<CheckAnswer> { TimeProvider = time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<CheckAnswer>
            {
                FailureRatio = FailureRatio,
                MinimumThroughput = MinimumThroughput,
                SamplingDuration = Sampling,
                BreakDuration = options.Value.BreakDuration,
                ShouldHandle = new PredicateBuilder<CheckAnswer>()
                    .Handle<HttpRequestException>().Handle<SocketException>().Handle<TimeoutRejectedException>().Handle<IOException>().HandleResult(answer => answer.IsOutage),
                OnOpened = arguments => Log(() => LogOpened(logger, arguments.BreakDuration)),
                OnClosed = _ => Log(() => LogClosed(logger)),
            })
            .AddTimeout(options.Value.Deadline)
            .Build();
    }

    /// <summary>Null when there is no answer to go by.</summary>
    public async ValueTask<CheckAnswer?> AskAsync(RateLimitCheck check, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await pipeline.ExecuteAsync(static (state, token) => new ValueTask<CheckAnswer>(state.Sender.SendAsync(state.Check, token)), (Sender: this, Check: check), cancellationToken);
            if (answer.IsAllowed || answer.IsRefused)
            {
                return answer;
            }

            LogUnusable(logger, answer.Status, answer.Problem?.Title, answer.Problem?.Detail);
        }
        catch (BrokenCircuitException)
        {
            // What opened the breaker was logged.
        }
        catch (Exception exception) when (exception is HttpRequestException or SocketException or TimeoutRejectedException or IOException or JsonException)
        {
            LogNoAnswer(logger, exception);
        }

        return null;
    }

    private static ValueTask Log(Action write)
    {
        write();
        return ValueTask.CompletedTask;
    }

    private async Task<CheckAnswer> SendAsync(RateLimitCheck check, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, RateLimitsClient.CheckPath) { Content = ApiConnection.Json(check, RateLimitsJson.Web.RateLimitCheck) };
        using var response = await http.SendAsync(request, cancellationToken);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        var headers = PassedOn.Where(response.Headers.Contains).Select(name => KeyValuePair.Create(name, string.Join(", ", response.Headers.GetValues(name)))).ToArray();
        return response.IsSuccessStatusCode
            ? new CheckAnswer((int)response.StatusCode, body, headers, Decision: JsonSerializer.Deserialize(body, RateLimitsJson.Web.RateLimitDecision))
            : new CheckAnswer((int)response.StatusCode, body, headers, Problem: await ProblemReading.ReadAsync(response, cancellationToken));
    }

    [LoggerMessage(LogLevel.Warning, "The rate limiter keeps failing: it is not asked for {Duration}.")]
    private static partial void LogOpened(ILogger logger, TimeSpan duration);

    [LoggerMessage(LogLevel.Information, "The rate limiter answers again.")]
    private static partial void LogClosed(ILogger logger);

    [LoggerMessage(LogLevel.Error, "The rate limiter answered {Status}, which decides nothing: {Title} {Detail}")]
    private static partial void LogUnusable(ILogger logger, int status, string? title, string? detail);

    [LoggerMessage(LogLevel.Warning, "The rate limiter gave no answer in time.")]
    private static partial void LogNoAnswer(ILogger logger, Exception exception);
}
