using System.Collections.ObjectModel;
using System.Text.Json;
using Serverless.Core.Messaging.Administration;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Messaging.Administration;

/// <summary>A change of a subscription.</summary>
internal static class SubscriptionPatch
{
    private static readonly string Delivery = JsonNamingPolicy.CamelCase.ConvertName(nameof(SubscriptionRequest.Delivery));
    private static readonly string Mode = JsonNamingPolicy.CamelCase.ConvertName(nameof(DeliveryRequest.Mode));

    private static readonly string Headers = JsonNamingPolicy.CamelCase.ConvertName(nameof(DeliveryRequest.Headers));

    /// <summary>
    /// The request that a merge patch makes of one. With another mode of delivery, nothing of the earlier delivery stays; headers that
    /// are null are removed, as anything else is.
    /// </summary>
    /// <param name="check">See <see cref="JsonReading"/>.</param>
    /// <exception cref="RequestRefusedException">What it makes is no request.</exception>
    public static SubscriptionRequest Apply(SubscriptionRequest current, JsonElement patch, FieldCheck<SubscriptionRequest>? check = null)
    {
        var merged = MergePatch.Apply(ChangesMode(current, patch) ? current with { Delivery = null } : current, patch, TopicsJson.Web.SubscriptionRequest, check);

        // Without any, a request means those that there are.
        return merged.Delivery is { Mode: SubscriptionRules.Push } delivery && ValueOf(patch, Headers)?.ValueKind == JsonValueKind.Null
            ? merged with { Delivery = delivery with { Headers = ReadOnlyDictionary<string, string?>.Empty } }
            : merged;
    }

    private static bool ChangesMode(SubscriptionRequest current, JsonElement patch) =>
        ValueOf(patch, Mode) is { ValueKind: JsonValueKind.String } mode && mode.GetString() != current.Delivery?.Mode;

    /// <summary>What the patch says of a property of the delivery; null for nothing.</summary>
    private static JsonElement? ValueOf(JsonElement patch, string property) =>
        patch.ValueKind == JsonValueKind.Object
        && patch.TryGetProperty(Delivery, out var delivery)
        && delivery.ValueKind == JsonValueKind.Object
        && delivery.TryGetProperty(property, out var value)
            ? value
            : null;
}
