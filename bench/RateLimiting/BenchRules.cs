using System.Globalization;
using Serverless.Bench.Harness;

namespace Serverless.Bench.RateLimiting;

/// <summary>The rules that are decided by in the benchmarks: one that lets everything through, one that lets next to nothing.</summary>
public static class BenchRules
{
    public const string Api = "shop";
    public const string Op = "orders.create";
    public const int Callers = 10_000;

    /// <summary>More than a run can send.</summary>
    public const long Plenty = 1_000_000_000;

    /// <summary><see cref="Plenty"/> as configurations say it.</summary>
    public const string PlentyText = "1000000000";

    /// <summary>One a day: every caller is denied after its first request.</summary>
    public const long Scarce = 1;

    /// <summary>One of the callers, by any number from 0.</summary>
    public static string Caller(int number) => string.Create(CultureInfo.InvariantCulture, $"caller-{(number % Callers) + 1}");

    /// <summary>Makes the one rule of <see cref="Op"/>.</summary>
    /// <param name="onFailure"><c>open</c> or <c>closed</c>.</param>
    /// <param name="identifyBy">As in the API: <c>user</c>, <c>header:x-caller</c>.</param>
    public static async Task CreateAsync(LocalHostServer app, long requestsPerDay, string identifyBy = "user", string onFailure = "open")
    {
        using var created = await app.Admin.PutAsJsonAsync(
            "/api/ratelimit/rules/bench",
            new { api = Api, op = Op, timeUnit = "day", requests = requestsPerDay, algorithm = "fixedWindow", identifyBy, onFailure });
        created.EnsureSuccessStatusCode();
    }

    /// <summary>Makes the API that the gateway forwards.</summary>
    public static async Task CreateApiAsync(LocalHostServer app, Uri upstream)
    {
        using var created = await app.Admin.PutAsJsonAsync(
            $"/api/ratelimit/apis/{Api}",
            new { upstream = upstream.ToString(), operations = new[] { new { op = Op, method = "GET", route = "orders/{id}" } } });
        created.EnsureSuccessStatusCode();
    }
}
