using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
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

    /// <summary>The plan of callers who have a record.</summary>
    public const string Plan = "gold";

    private static readonly JsonSerializerOptions WithoutNulls = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>One of the callers, by any number from 0.</summary>
    public static string Caller(int number) => string.Create(CultureInfo.InvariantCulture, $"caller-{(number % Callers) + 1}");

    /// <summary>Makes the one rule of <see cref="Op"/>.</summary>
    /// <param name="onFailure"><c>open</c> or <c>closed</c>.</param>
    /// <param name="identifyBy">As in the API: <c>user</c>, <c>header:x-caller</c>.</param>
    /// <param name="plan">A plan that has the same limit; null for a rule without plans.</param>
    public static async Task CreateAsync(LocalHostServer app, long requestsPerDay, string identifyBy = "user", string onFailure = "open", string? plan = null)
    {
        var plans = plan is null ? null : new Dictionary<string, object> { [plan] = new { requests = requestsPerDay } };
        using var created = await app.Admin.PutAsJsonAsync(
            "/api/ratelimit/rules/bench",
            new { api = Api, op = Op, timeUnit = "day", requests = requestsPerDay, algorithm = "fixedWindow", identifyBy, onFailure, plans },
            WithoutNulls);
        created.EnsureSuccessStatusCode();
    }

    /// <summary>Gives each of the callers the plan, as a user by its name, and the rest of what there may be to networks.</summary>
    public static async Task CreateCallersAsync(LocalHostServer app, string plan)
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, Callers), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (number, cancellationToken) =>
        {
            // Nine of ten are users who ask; the others are networks, so that addresses are looked up too.
            var path = number % 10 > 0
                ? $"user/{Caller(number)}"
                : string.Create(CultureInfo.InvariantCulture, $"ip/10.{(number >> 8) & 255}.{number & 255}.0%2F{24 + (number / 10 % 8)}");
            using var created = await app.Admin.PutAsJsonAsync($"/api/ratelimit/callers/{path}", new { plan }, cancellationToken);
            created.EnsureSuccessStatusCode();
        });
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
