using System.Text.Json;
using System.Text.Json.Serialization;
using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.Pulling;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Messaging.Pulling;

/// <summary>JSON of pull and what belongs to it.</summary>
[JsonSerializable(typeof(PullRequest))]
[JsonSerializable(typeof(PeekRequest))]
[JsonSerializable(typeof(SettleRequest))]
[JsonSerializable(typeof(NackRequest))]
[JsonSerializable(typeof(ExtendRequest))]
[JsonSerializable(typeof(SettleResponse))]
[JsonSerializable(typeof(SeekRequest))]
[JsonSerializable(typeof(SeekResponse))]
[JsonSerializable(typeof(RetryMessagesRequest))]
[JsonSerializable(typeof(RetryMessagesResponse))]
[JsonSerializable(typeof(SubscriptionStats))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(DateTimeOffset))]
[JsonSerializable(typeof(TimeSpan))]
public sealed partial class PullingJson : JsonSerializerContext
{
    public static PullingJson Web { get; } = new(CreateOptions());

    private static JsonSerializerOptions CreateOptions()
    {
        var options = JsonRules.Create();
        options.Converters.Add(new JsonStringEnumConverter<SettleStatus>(JsonNamingPolicy.CamelCase));
        return options;
    }
}
