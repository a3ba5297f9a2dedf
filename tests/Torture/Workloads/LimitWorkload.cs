using System.Text.Json;
using Serverless.Torture.Histories;

namespace Serverless.Torture.Workloads;

/// <summary>Checks of a few callers against a limit that they soon reach.</summary>
/// <param name="counts">See <see cref="LimitChecker.Breaches"/>.</param>
/// <param name="keepsDenials">Whether checks that were denied get into the history, of which there are millions in a long run.</param>
internal sealed class LimitWorkload(int counts, string onFailure = "open", bool keepsDenials = true) : IWorkload
{
    public const int Limit = 50;
    public const int Callers = 20;

    private const string Api = "torture";

    private const int MostLooks = 100_000;

    private int made;

    /// <summary>Returns once an instance knows the rule, which another has been given, and asks the shared counters.</summary>
    public static async Task AwaitRuleAsync(Uri address, string key)
    {
        using var client = new Client(address, key);
        await AwaitSharedAsync(client);
    }

    public async Task PrepareAsync(Client client)
    {
        // A log over a day counts exactly, wherever the run begins.
        var rule = JsonSerializer.Serialize(new { api = Api, op = "read", timeUnit = "day", requests = Limit, algorithm = "slidingWindowLog", onFailure });
        var (status, answer, _) = await client.SendAsync(HttpMethod.Put, "/api/ratelimit/rules/torture", rule);
        Assert.True(status is 200 or 201, $"{status} {answer}");
    }

    public async Task<bool> WorkAsync(Client client, int number, History history, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            var user = $"user-{Interlocked.Increment(ref made) % Callers}";
            var status = await CheckAsync(client, user, history);
            if (status is null)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>When all is well again, which takes a while to be noticed, every caller's limit is reached, and nobody is admitted.</summary>
    public async Task SettleAsync(Client client, History history)
    {
        await AwaitSharedAsync(client);
        for (var user = 0; user < Callers; user++)
        {
            for (var i = 0; i < 2 * Limit; i++)
            {
                await CheckAsync(client, $"user-{user}", history);
            }
        }
    }

    public IReadOnlyList<string> Check(History history) => LimitChecker.Breaches(history, Limit, counts);

    private static async Task AwaitSharedAsync(Client client)
    {
        var body = JsonSerializer.Serialize(new { api = Api, op = "read", caller = new { user = "nobody" } });
        var answer = "";
        for (var look = 0; look < MostLooks && !answer.Contains("\"degraded\":false", StringComparison.Ordinal); look++)
        {
            (_, answer, _) = await client.SendAsync(HttpMethod.Post, "/api/ratelimit/check", body);
        }

        Assert.Contains("\"degraded\":false", answer, StringComparison.Ordinal);
    }

    private async Task<int?> CheckAsync(Client client, string user, History history)
    {
        var body = JsonSerializer.Serialize(new { api = Api, op = "read", caller = new { user } });
        var (status, answer, _) = await client.SendAsync(HttpMethod.Post, "/api/ratelimit/check", body);
        if (keepsDenials || status != 429)
        {
            history.Add(LimitChecker.Check, user, status, answer.Contains("\"degraded\":true", StringComparison.Ordinal) ? "degraded" : null);
        }

        return status;
    }
}
