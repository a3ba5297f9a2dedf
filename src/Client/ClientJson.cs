using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Serverless.Client.Http;
using Serverless.Client.Messaging;
using Serverless.Client.RateLimiting;
using Serverless.Client.UrlShortening;

namespace Serverless.Client;

/// <summary>The service's JSON: camelCase, UTC times, ISO 8601 durations; fields that this version does not know are passed over.</summary>
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(NewLink))]
[JsonSerializable(typeof(IReadOnlyCollection<NewLink>))]
[JsonSerializable(typeof(LinkBatch))]
[JsonSerializable(typeof(LinkChange))]
[JsonSerializable(typeof(LinkStats))]
[JsonSerializable(typeof(Page<ShortLink>))]
[JsonSerializable(typeof(IReadOnlyCollection<RateLimitCheck>))]
[JsonSerializable(typeof(IReadOnlyList<RateLimitDecision>))]
[JsonSerializable(typeof(Page<RateLimitRule>))]
[JsonSerializable(typeof(Page<RateLimitApi>))]
[JsonSerializable(typeof(TopicSettings))]
[JsonSerializable(typeof(Page<Topic>))]
[JsonSerializable(typeof(PublishBatch))]
[JsonSerializable(typeof(PublishAnswer))]
[JsonSerializable(typeof(SubscriptionSettings))]
[JsonSerializable(typeof(Page<Subscription>))]
[JsonSerializable(typeof(SubscriptionStats))]
[JsonSerializable(typeof(PullRequest))]
[JsonSerializable(typeof(PullAnswer))]
[JsonSerializable(typeof(SettleRequest))]
[JsonSerializable(typeof(SettleAnswer))]
[JsonSerializable(typeof(SeekRequest))]
[JsonSerializable(typeof(SeekAnswer))]
[JsonSerializable(typeof(ReplayRequest))]
[JsonSerializable(typeof(ReplayResult))]
[JsonSerializable(typeof(Page<DeadLetter>))]
internal sealed partial class ClientJson : JsonSerializerContext
{
    public static ClientJson Web { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new UtcTimeConverter(), new DurationConverter() },
    });
}
