using System.Text.Json;
using Serverless.Core.Messaging.Administration;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Messaging.Administration;

/// <summary>A change of a subscription.</summary>
internal static class SubscriptionPatch
{
    private static readonly string Delivery = JsonNamingPolicy.CamelCase.ConvertName(nameof(SubscriptionRequest.Delivery));
    private static readonly string Mode = JsonNamingPolicy.CamelCase.ConvertName(nameof(DeliveryRequest.Mode));

    /// <summary>The request that a merge patch makes of one. With another mode of delivery, nothing of the earlier delivery stays.</summary>
    /// <exception cref="RequestRefusedException">What it makes is no request.</exception>
    public static SubscriptionRequest Apply(SubscriptionRequest current, JsonElement patch) =>
        MergePatch.Apply(ChangesMode(current, patch) ? current with { Delivery = null } : current, patch, TopicsJson.Web.SubscriptionRequest);

    private static bool ChangesMode(SubscriptionRequest current, JsonElement patch) =>
        patch.ValueKind == JsonValueKind.Object
        && patch.TryGetProperty(Delivery, out var delivery)
        && delivery.ValueKind == JsonValueKind.Object
        && delivery.TryGetProperty(Mode, out var mode)
        && mode.ValueKind == JsonValueKind.String
        && mode.GetString() != current.Delivery?.Mode;
}
