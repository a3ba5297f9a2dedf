using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Serverless.Core.Access;
using Serverless.Functions.Description;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Health;

/// <summary><c>/api/health</c>: tells a load balancer whether the process lives, and whether it can work.</summary>
[Tags("Health")]
public sealed class HealthFunctions(RequestPipeline pipeline, HealthCheckService checks, ApiKeys keys)
{
    private static readonly Operation Live = new("health.live", null);
    private static readonly Operation Ready = new("health.ready", null);

    [Function("HealthLive")]
    [EndpointSummary("Tells whether the process lives")]
    [Responds(200, "It does.", typeof(HealthResponse), HealthExamples.Alive)]
    public Task<IResult> LiveAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/health/live")] HttpRequest request) =>
        pipeline.RunAsync(request, Live, _ => Task.FromResult<IResult>(Answer(HealthStatus.Healthy, [])));

    [Function("HealthReady")]
    [EndpointSummary("Tells whether the service can work")]
    [EndpointDescription("Without a valid API key it says the status alone; any key sees what it depends on.")]
    [Responds(200, "It can.", typeof(HealthResponse), HealthExamples.Ready)]
    [Responds(503, "Something that it needs does not answer.", typeof(HealthResponse), HealthExamples.NotReady)]
    public Task<IResult> ReadyAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/health/ready")] HttpRequest request) =>
        pipeline.RunAsync(request, Ready, async context =>
        {
            // Whoever leaves meanwhile must not make a store that answers look like one that does not; each check has a timeout of its own.
            var report = await checks.CheckHealthAsync(CancellationToken.None);
            return await AuthenticateStep.FindCallerAsync(context, keys) is null ? Answer(report.Status, null) : Answer(report.Status, [.. report.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry =>
                new DependencyResponse(
                    entry.Key,
                    Name(entry.Value.Status),
                    Math.Round(entry.Value.Duration.TotalMilliseconds, 3),
                    DependencyResponse.DetailsOf(entry.Value.Data)))]);
        });

    private static JsonHttpResult<HealthResponse> Answer(HealthStatus status, IReadOnlyList<DependencyResponse>? dependencies) => TypedResults.Json(
        new HealthResponse(Name(status), dependencies),
        HealthJson.Web.HealthResponse,
        statusCode: status == HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);

    private static string Name(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "healthy",
        HealthStatus.Degraded => "degraded",
        _ => "unhealthy",
    };
}

/// <summary>JSON of the health checks, for their description.</summary>
public static class HealthExamples
{
    public const string Alive = """{"status":"healthy","dependencies":[]}""";

    public const string Ready = """{"status":"healthy","dependencies":[{"name":"sqlite","status":"healthy","latencyMs":0.4}]}""";

    public const string NotReady = """{"status":"unhealthy","dependencies":[{"name":"sqlite","status":"unhealthy","latencyMs":5000}]}""";
}

/// <summary>JSON of the health answers.</summary>
[JsonSerializable(typeof(HealthResponse))]
public sealed partial class HealthJson : JsonSerializerContext
{
    public static HealthJson Web { get; } = new(JsonRules.Create());
}

/// <summary>Whether the service can work, and with what.</summary>
/// <param name="Status"><c>healthy</c>, <c>degraded</c> or <c>unhealthy</c>.</param>
/// <param name="Dependencies">Left out where the one who asks has no valid API key.</param>
public sealed record HealthResponse(
    string Status, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<DependencyResponse>? Dependencies);
