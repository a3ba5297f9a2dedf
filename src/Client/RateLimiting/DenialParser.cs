using System.Text.Json;

namespace Serverless.Client;

/// <summary>Reads the decision that a 429 carries.</summary>
internal static class DenialParser
{
    /// <returns>Null when it carries none.</returns>
    public static async Task<RateLimitDecision?> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return JsonSerializer.Deserialize(await response.Content.ReadAsByteArrayAsync(cancellationToken), RateLimitsJson.Web.RateLimitDecision);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
