using System.Text.Json.Serialization;
using Serverless.Core.Messaging.Administration;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Functions.Messaging.Administration;

/// <summary>The delivery as it is answered.</summary>
/// <param name="Secret">The secret that was made, shown once; else left out.</param>
public sealed record DeliveryResponse(
    string Mode,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Endpoint = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Secret = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Batch = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Verified = null)
{
    public static DeliveryResponse Of(Delivery delivery, string? newSecret) => delivery is Delivery.Push push
        ? new DeliveryResponse(SubscriptionRules.Push, push.Endpoint, newSecret, push.Batch, push.Verified)
        : new DeliveryResponse(SubscriptionRules.Pull);
}
