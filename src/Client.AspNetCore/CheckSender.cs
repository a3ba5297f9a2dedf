using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Serverless.Client.AspNetCore;

/// <summary>Asks the service, once, within the deadline; and not at all while it keeps failing.</summary>
internal sealed partial class CheckSender
{
    public const string HttpClientName = "Serverless.Client.Checks";

    private const double FailureRatio = 0.5;
    private const int MinimumThroughput = 3;

    /// <summary>So many checks that reach their deadline one after the other must fit into the breaker's window.</summary>
    private const int DeadlinesPerSampling = MinimumThroughput + 1;

    private static readonly TimeSpan ShortestSampling = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LogAgainAfter = TimeSpan.FromSeconds(10);
    private static readonly string[] PassedOn = ["RateLimit-Policy", "RateLimit", "Retry-After"];

    private readonly HttpClient http;
    private readonly ILogger<CheckSender> logger;
    private readonly ResiliencePipeline<CheckAnswer> pipeline;
    private readonly TimeProvider time;
    private long unusableLogged;
    private long noAnswerLogged;

    public CheckSender(IHttpClientFactory clients, IOptions<ServerlessRateLimitingOptions> options, TimeProvider time, ILogger<CheckSender> logger)
    {
        (http, this.logger, this.time) = (clients.CreateClient(HttpClientName), logger, time);
        var sampling = DeadlinesPerSampling * options.Value.Deadline;
        pipeline = new ResiliencePipelineBuilder<CheckAnswer> { TimeProvider = time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<CheckAnswer>
            {
                FailureRatio = FailureRatio,
                MinimumThroughput = MinimumThroughput,
                SamplingDuration = sampling > ShortestSampling ? sampling : ShortestSampling,
                BreakDuration = options.Value.BreakDuration,
                ShouldHandle = new PredicateBuilder<CheckAnswer>()
                    .Handle<HttpRequestException>().Handle<SocketException>().Handle<TimeoutRejectedException>().Handle<IOException>().HandleResult(answer => answer.IsOutage),
                OnOpened = arguments => Log(() => LogOpened(logger, arguments.BreakDuration)),
                OnClosed = _ => Log(() => LogClosed(logger)),
            })
            .AddTimeout(options.Value.Deadline)
            .Build();
    }

    /// <summary>Null when there is no answer to go by: the service is away, or a mistake of the operator's keeps it from deciding, which is logged.</summary>
    public async ValueTask<CheckAnswer?> AskAsync(RateLimitCheck check, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await pipeline.ExecuteAsync(static (state, token) => new ValueTask<CheckAnswer>(state.Sender.SendAsync(state.Check, token)), (Sender: this, Check: check), cancellationToken);
            if (answer.IsAllowed || answer.IsRefused)
            {
                return answer;
            }

            if (IsDue(ref unusableLogged))
            {
                LogUnusable(logger, answer.Status, check.Api, check.Op, answer.Problem?.Title, Explain(answer.Problem));
            }
        }
        catch (BrokenCircuitException)
        {
            // What opened the breaker was logged.
        }
        catch (Exception exception) when (exception is HttpRequestException or SocketException or TimeoutRejectedException or IOException or JsonException)
        {
            if (IsDue(ref noAnswerLogged))
            {
                LogNoAnswer(logger, exception);
            }
        }

        return null;
    }

    // Requests come by the thousand, and what is wrong with them is mostly the same.
    private bool IsDue(ref long last)
    {
        var (now, before) = (Math.Max(1, time.GetTimestamp()), Volatile.Read(ref last));
        return (before == 0 || time.GetElapsedTime(before, now) >= LogAgainAfter) && Interlocked.CompareExchange(ref last, now, before) == before;
    }

    private static string? Explain(Problem? problem) => problem?.Errors is { Count: > 0 } errors
        ? string.Join(" ", errors.SelectMany(field => field.Value.Select(reason => $"{field.Key} {reason}")))
        : problem?.Detail;

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

    [LoggerMessage(LogLevel.Error, "The rate limiter answered {Status} to a check of api {Api}, op {Op}, which decides nothing: {Title} {Detail}")]
    private static partial void LogUnusable(ILogger logger, int status, string api, string op, string? title, string? detail);

    [LoggerMessage(LogLevel.Warning, "The rate limiter gave no answer in time.")]
    private static partial void LogNoAnswer(ILogger logger, Exception exception);
}
