using Microsoft.Extensions.DependencyInjection;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Links;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Console.Tests.Browser;

/// <summary>
/// A store as full as a busy user's: 140,000 links of the operator, 500 topics with a subscription each, 200 rules. With the variable
/// <c>CONSOLE_MANY</c> true every test of the console has them around its own things.
/// </summary>
internal static class ManyThings
{
    /// <summary>One link of the many, whose key is no number.</summary>
    public const string SoughtLink = "sought-among-many";

    private const int Links = 140_000;
    private const int Topics = 500;
    private const int Rules = 200;
    private const int LinksAtOnce = 2_000;
    private const int RequestsAtOnce = 20;

    private static readonly SemaphoreSlim Making = new(1);
    private static bool made;

    public static bool AreWanted => Environment.GetEnvironmentVariable("CONSOLE_MANY") == "true";

    /// <summary>Makes them, once.</summary>
    public static async Task MakeAsync(RunningApp app)
    {
        await Making.WaitAsync();
        try
        {
            if (!made)
            {
                await MakeLinksAsync(app);
                using var admin = app.Admin();
                using var api = await admin.PutAsync("/api/ratelimit/apis/zz-many", new { operations = new[] { new { op = "read", method = "GET", route = "things" } } });
                await MakeAsync(Rules, i => admin.PutAsync($"/api/ratelimit/rules/zz-many-{i}", new { api = "zz-many", op = "read", timeUnit = "hour", requests = 100 + i }));
                await MakeAsync(Topics, i => admin.PutAsync($"/api/topics/zz-many-{i}", new { }));
                await MakeAsync(Topics, i => admin.PutAsync($"/api/topics/zz-many-{i}/subscriptions/reader", new { delivery = new { mode = "pull" } }));
                made = true;
            }
        }
        finally
        {
            Making.Release();
        }
    }

    private static async Task MakeLinksAsync(RunningApp app)
    {
        var store = app.Cluster.Services[0].GetRequiredService<ILinkStore>();
        foreach (var some in Enumerable.Range(0, Links).Chunk(LinksAtOnce))
        {
            await Task.WhenAll(some.Select(i => store.TryAddAsync(new LinkRow.Live(LinkOf(i)), CancellationToken.None)));
        }
    }

    private static ShortLink LinkOf(int i)
    {
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        return new ShortLink
        {
            Key = i == Links / 3 ? SoughtLink : $"many-{i:D6}",
            Url = $"https://shop{i % 1_000}.example/products/{i}?utm_source=newsletter",
            Owner = "admin",
            CreatedAt = start.AddSeconds(i),
            ExpiresAt = start.AddYears(9),
            Redirect = LinkRedirect.Permanent,
            Nonce = $"nonce-{i}",
        };
    }

    private static async Task MakeAsync(int count, Func<int, Task<ApiResponse>> make)
    {
        foreach (var some in Enumerable.Range(0, count).Chunk(RequestsAtOnce))
        {
            foreach (var response in await Task.WhenAll(some.Select(make)))
            {
                using (response)
                {
                    Assert.Equal(HttpStatusCode.Created, response.Status);
                }
            }
        }
    }
}
