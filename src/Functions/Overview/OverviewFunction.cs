using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Serverless.Core.Access;
using Serverless.Core.Overview;
using Serverless.Functions.Description;
using Serverless.Functions.Health;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Overview;

/// <summary><c>GET /api/overview</c>: whether all is well, what happened in the last hour, and what needs attention.</summary>
[Tags("Health")]
public sealed class OverviewFunction(RequestPipeline pipeline, HealthCheckService checks, TrafficReader traffic, AttentionNotes notes)
{
    private static readonly Operation Get = new("overview.get", null) { IsForAnyKey = true };

    [Function("GetOverview")]
    [EndpointSummary("Shows whether all is well, and what needs attention")]
    [EndpointDescription("Any valid key may ask. Of what needs attention, a topic's subscriptions are named to those alone whose key may manage or read the topic. "
        + "Figures are summed over all instances, which tell theirs every 10 s; without Redis they are those of the instance that answers. Nothing is searched for this: what needs attention was found by timers in the last minutes.")]
    [NeedsScope(NeedsScopeAttribute.Any)]
    [Responds(200, "The last hour, minute by minute, the present one last.", typeof(OverviewResponse), OverviewExamples.Overview)]
    public Task<IResult> GetOverviewAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/overview")] HttpRequest request) =>
        pipeline.RunAsync(request, Get, async context =>
        {
            // Not given up when the page is left: that would be logged as an outage.
            var health = checks.CheckHealthAsync(CancellationToken.None);
            var history = await traffic.ReadAsync(context.Aborted);
            var told = await notes.ReadAsync(context.Aborted);
            var report = await health;
            IEnumerable<AttentionItem> attention = [.. OverviewAttention.Of(report), .. OverviewAttention.Of(history), .. told.Where(item => MaySee(context.Caller, item))];
            return TypedResults.Json(
                new OverviewResponse(
                    DependencyResponse.Of(report),
                    OverviewMinute.Of(history),
                    [.. attention.Select(item => new AttentionResponse(item.Kind, item.Resource, item.Name, item.Text, item.Link))]),
                OverviewJson.Web.OverviewResponse);
        });

    private static bool MaySee(Caller caller, AttentionItem item) =>
        item.Topic is null || caller.May(ScopeNames.ManageTopics, item.Topic) || caller.May(ScopeNames.Subscribe, item.Topic);
}

/// <summary>How all of it is doing.</summary>
/// <param name="Dependencies">What the instance that answers needs, and whether it answers.</param>
/// <param name="Minutes">The last hour, the present minute last.</param>
/// <param name="Attention">What an operator should look at; empty when all is well.</param>
public sealed record OverviewResponse(IReadOnlyList<DependencyResponse> Dependencies, IReadOnlyList<OverviewMinute> Minutes, IReadOnlyList<AttentionResponse> Attention);

/// <summary>What happened in one minute.</summary>
/// <param name="At">Its beginning.</param>
/// <param name="Redirects">Short links that were followed.</param>
/// <param name="Allowed">Checks that were allowed.</param>
/// <param name="Denied">Checks that were denied.</param>
/// <param name="Degraded">Those of both that an instance decided alone, without the shared counters.</param>
/// <param name="Published">Messages that were stored.</param>
/// <param name="Delivered">Messages that were pulled, or that an endpoint has taken.</param>
public sealed record OverviewMinute(DateTimeOffset At, long Redirects, long Allowed, long Denied, long Degraded, long Published, long Delivered)
{
    public static IReadOnlyList<OverviewMinute> Of(TrafficHistory history)
    {
        TrafficFigure[] figures = [TrafficFigure.Redirects, TrafficFigure.Allowed, TrafficFigure.Denied, TrafficFigure.Degraded, TrafficFigure.Published, TrafficFigure.Delivered];
        var counts = figures.Select(history.Of).ToArray();
        return
        [
            .. Enumerable.Range(0, TrafficMinute.Shown).Select(i => new OverviewMinute(
                TrafficMinute.Start(history.FirstMinute + i), counts[0][i], counts[1][i], counts[2][i], counts[3][i], counts[4][i], counts[5][i])),
        ];
    }
}

/// <summary>Something that an operator should look at.</summary>
/// <param name="Kind"><c>dependency</c>, <c>figures-missing</c>, <c>degraded-checks</c>, <c>poison-messages</c>, <c>key-pool-low</c>, <c>growing-backlog</c>, <c>full-window</c>, <c>paused-endpoint</c>, <c>unverified-endpoint</c>, <c>failing-endpoint</c> or <c>parked-messages</c>.</param>
/// <param name="Resource">What <paramref name="Name"/> names, such as <c>subscription</c>.</param>
/// <param name="Text">A sentence for people.</param>
/// <param name="Link">The console's page on it, as the fragment of its address; null for none.</param>
public sealed record AttentionResponse(string Kind, string Resource, string Name, string Text, string? Link);

/// <summary>JSON of the overview.</summary>
[JsonSerializable(typeof(OverviewResponse))]
public sealed partial class OverviewJson : JsonSerializerContext
{
    public static OverviewJson Web { get; } = new(JsonRules.Create());
}

/// <summary>JSON of the overview, for its description.</summary>
public static class OverviewExamples
{
    public const string Overview =
        """
        {"dependencies":[{"name":"sqlite","status":"healthy","latencyMs":0.4}],
         "minutes":[{"at":"2026-11-23T10:00:00Z","redirects":120,"allowed":40,"denied":2,"degraded":0,"published":7,"delivered":7}],
         "attention":[{"kind":"growing-backlog","resource":"subscription","name":"orders/mail","text":"Subscription orders/mail falls behind: 5,120 messages wait, more each minute.","link":"#/topics/orders/subscriptions/mail"}]}
        """;
}
