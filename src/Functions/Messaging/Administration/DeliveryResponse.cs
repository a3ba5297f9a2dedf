using System.Text.Json.Serialization;
using Serverless.Core.Messaging.Administration;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Functions.Messaging.Administration;

/// <summary>The delivery as it is answered.</summary>
/// <param name="Timeout">How long the endpoint has for an answer; left out where that is the usual PT10S.</param>
/// <param name="Secret">The secret that was made, shown once; else left out.</param>
/// <param name="Headers">Names of the header fields that requests carry, each with null: values are not told, and sending null keeps them.</param>
public sealed record DeliveryResponse(
    string Mode,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Endpoint = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Secret = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Batch = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Verified = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] TimeSpan? Timeout = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, string?>? Headers = null)
{
    public static DeliveryResponse Of(Delivery delivery, string? newSecret) => delivery is Delivery.Push push
        ? new DeliveryResponse(SubscriptionRules.Push, push.Endpoint, newSecret, push.Batch, push.Verified, push.Timeout, push.Headers?.ToDictionary(header => header.Name, string? (_) => null))
        : new DeliveryResponse(SubscriptionRules.Pull);
}
