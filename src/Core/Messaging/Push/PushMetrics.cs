using System.Diagnostics;
using System.Diagnostics.Metrics;
using Serverless.Core.Messaging.Webhooks;

namespace Serverless.Core.Messaging.Push;

/// <summary>What an operator can see of push delivery.</summary>
public sealed class PushMetrics
{
    public const string MeterName = "Serverless.Messaging.Push";
    public const string Deliveries = "serverless.push.deliveries";
    public const string Latency = "serverless.push.delivery.duration";
    public const string Moves = "serverless.push.slow.moves";
    public const string Handshakes = "serverless.push.handshakes";

    private readonly Counter<long> deliveries;
    private readonly Histogram<double> latency;
    private readonly Histogram<double> age;
    private readonly Counter<long> moves;
    private readonly Counter<long> handshakes;

    public PushMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        deliveries = meter.CreateCounter<long>(Deliveries, "{message}", "Attempts to deliver a message, by result and class of the answer.");
        latency = meter.CreateHistogram<double>(Latency, "s", "From the beginning of a request to its answer, by result.");
        age = meter.CreateHistogram<double>("serverless.push.delivery.age", "s", "From the publishing of a message to the answer that acknowledged it.");
        moves = meter.CreateCounter<long>(Moves, "{subscription}", "Subscriptions that moved to the slow queue, and back.");
        handshakes = meter.CreateCounter<long>(Handshakes, "{handshake}", "Endpoints that were asked for permission, by result.");
    }

    public void CountRequest(DeliveryOutcome outcome, int messages)
    {
        var result = new TagList { { "result", NameOf(outcome.Result) } };
        deliveries.Add(messages, new TagList { { "result", NameOf(outcome.Result) }, { "class", ClassOf(outcome.Status) } });
        latency.Record(outcome.Latency.TotalSeconds, result);
    }

    public void RecordAge(TimeSpan sincePublished) => age.Record(sincePublished.TotalSeconds);

    public void CountMove(bool toSlow) => moves.Add(1, new KeyValuePair<string, object?>("to", toSlow ? PushQueues.Slow : PushQueues.Normal));

    public void CountHandshake(bool granted) => handshakes.Add(1, new KeyValuePair<string, object?>("result", granted ? "granted" : "refused"));

    private static string ClassOf(int? status) => status switch
    {
        null => "none",
        >= 500 => "5xx",
        >= 400 => "4xx",
        >= 300 => "3xx",
        >= 200 => "2xx",
        _ => "1xx",
    };

    private static string NameOf(DeliveryResult result) => result switch
    {
        DeliveryResult.Delivered => "delivered",
        DeliveryResult.Rejected => "rejected",
        DeliveryResult.Failed => "failed",
        DeliveryResult.Throttled => "throttled",
        DeliveryResult.Gone => "gone",
        DeliveryResult.TimedOut => "timed_out",
        DeliveryResult.Unreachable => "unreachable",
        _ => "address_refused",
    };
}
