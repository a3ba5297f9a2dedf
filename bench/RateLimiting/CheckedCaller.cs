using System.Text.Json;

namespace Serverless.Bench.RateLimiting;

/// <summary>Reads who is asked about from the body of a check.</summary>
public static class CheckedCaller
{
    public static async Task<string> ReadAsync(HttpRequest request)
    {
        using var body = await JsonDocument.ParseAsync(request.Body);
        return body.RootElement.GetProperty("caller").GetProperty("user").GetString()!;
    }
}
