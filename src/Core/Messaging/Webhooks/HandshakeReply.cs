using System.Globalization;

namespace Serverless.Core.Messaging.Webhooks;

/// <summary>What an endpoint says to the question whether it wants our requests (CloudEvents HTTP webhooks, section 4.2).</summary>
/// <param name="Refusal">Why there is no permission, for people; null when there is.</param>
/// <param name="RequestsPerMinute">The rate that the endpoint allows; null for any.</param>
public readonly record struct HandshakeReply(string? Refusal, int? RequestsPerMinute)
{
    private const string Any = "*";
    // A DNS name is no longer; a reason should not be either.
    private const int MaxLength = 253;

    public bool IsGranted => Refusal is null;

    /// <summary>What an answer means: the header fields grant, a status alone does not.</summary>
    /// <param name="origin">The name that we asked for.</param>
    public static HandshakeReply Of(HttpResponseMessage response, string origin)
    {
        if (!response.IsSuccessStatusCode)
        {
            return Refused($"it answered OPTIONS with {(int)response.StatusCode}");
        }

        var allowed = Value(response, WebhookHeaders.AllowedOrigin);
        if (allowed != Any && !string.Equals(allowed, origin, StringComparison.OrdinalIgnoreCase))
        {
            return Refused($"its {WebhookHeaders.AllowedOrigin} is '{allowed}', neither '{origin}' nor '*'");
        }

        var rate = Value(response, WebhookHeaders.AllowedRate);
        if (rate is null or Any)
        {
            return new HandshakeReply(null, null);
        }

        return int.TryParse(rate, NumberStyles.None, CultureInfo.InvariantCulture, out var perMinute) && perMinute > 0
            ? new HandshakeReply(null, perMinute)
            : Refused($"its {WebhookHeaders.AllowedRate} is '{rate}', neither a positive number nor '*'");
    }

    /// <summary>No answer came.</summary>
    public static HandshakeReply Without(DeliveryResult result) => Refused(result switch
    {
        DeliveryResult.TimedOut => "it did not answer OPTIONS in time",
        DeliveryResult.AddressRefused => "it is at an address that requests may not be sent to",
        _ => "it could not be reached",
    });

    private static HandshakeReply Refused(string reason) => new(reason, null);

    private static string? Value(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) && string.Join(", ", values).Trim() is var value
            ? value[..Math.Min(value.Length, MaxLength + 1)]
            : null;
}
