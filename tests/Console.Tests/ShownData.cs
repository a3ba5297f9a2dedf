using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Console.Tests;

/// <summary>What the pictures of the console show: a web shop's links, limits and messages.</summary>
internal sealed class ShownData(RunningApp app)
{
    /// <summary>Makes it, and returns a key of its owner.</summary>
    public async Task<string> MakeAsync()
    {
        using var admin = app.Admin();
        using var key = await admin.PostAsync("/api/keys", new { owner = "webshop", scopes = new[] { "admin" } });
        using var owner = new ApiClient(app.Address, key.Text("key"));
        await LinksAsync(owner);
        await LimitsAsync(owner);
        await CallersAsync(owner);
        await TopicAsync(owner);
        return key.Text("key");
    }

    private async Task LinksAsync(ApiClient owner)
    {
        await MadeAsync(owner.PostAsync("/api/links", new { url = "https://status.example.com/incidents/2026-11-02", expiresIn = "P7D" }));
        await MadeAsync(owner.PostAsync("/api/links", new { url = "https://docs.example.com/handbook/onboarding/week-one", alias = "welcome" }));
        await MadeAsync(owner.PostAsync("/api/links", new { url = "https://shop.example.com/campaigns/winter?utm_source=newsletter&utm_medium=email", alias = "winter-sale", expiresIn = "P30D" }));
        await MadeAsync(owner.PostAsync("/api/links", new { url = "https://example.com/old", alias = "ended-link" }));
        using var ended = await owner.DeleteAsync("/api/links/ended-link");
        using var anybody = app.Anonymous();
        for (var i = 0; i < 42; i++)
        {
            var follow = new HttpRequestMessage(HttpMethod.Get, "/winter-sale");
            if (i % 5 > 0)
            {
                follow.Headers.Referrer = new Uri(i % 5 > 2 ? "https://news.example/today" : "https://mail.example/inbox");
            }

            using var followed = await anybody.SendAsync(follow);
        }
    }

    private static async Task LimitsAsync(ApiClient owner)
    {
        await MadeAsync(owner.PutAsync("/api/ratelimit/apis/webshop", new
        {
            upstream = "http://127.0.0.1:9/",
            requireKey = true,
            operations = new[] { new { op = "search", method = "GET", route = "products" }, new { op = "order", method = "POST", route = "orders/{id}" } },
        }));
        await MadeAsync(owner.PutAsync("/api/ratelimit/rules/webshop-search", new { api = "webshop", op = "search", timeUnit = "day", requests = 40, plans = new { gold = new { requests = 1000 }, partner = new { unlimited = true } } }));
        await MadeAsync(owner.PutAsync("/api/ratelimit/rules/webshop-order", new
        {
            api = "webshop",
            op = "order",
            timeUnit = "hour",
            requests = 100,
            algorithm = "tokenBucket",
            burst = 20,
            identifyBy = "apiKey",
            mode = "dryRun",
        }));
    }

    private static async Task CallersAsync(ApiClient owner)
    {
        await MadeAsync(owner.PutAsync("/api/ratelimit/callers/user/ann%40example.com", new { plan = "gold", note = "pays for it" }));
        await MadeAsync(owner.PutAsync("/api/ratelimit/callers/ip/192.0.2.0%2F24", new { plan = "partner" }));
        for (var i = 0; i < 45; i++)
        {
            using var check = await owner.PostAsync("/api/ratelimit/check", new { api = "webshop", op = "search", caller = new { user = "ann" } });
        }
    }

    private static async Task TopicAsync(ApiClient owner)
    {
        const string Topic = "/api/topics/webshop-orders";
        await MadeAsync(owner.PutAsync(Topic, new { }));
        await MadeAsync(owner.PutAsync($"{Topic}/subscriptions/billing", new { delivery = new { mode = "pull" }, retry = new { maxAttempts = 1 } }));
        await MadeAsync(owner.PutAsync($"{Topic}/subscriptions/shipping", new { delivery = new { mode = "pull" }, filter = new { region = "eu" }, paused = true }));
        using var published = await owner.PostAsync($"{Topic}/publish", new
        {
            messages = Enumerable.Range(4711, 12).Select(order => new
            {
                data = new { order, total = 19.9 + order % 7, items = new[] { "book", "lamp" } },
                attributes = new { region = order % 3 == 0 ? "us" : "eu" },
                orderingKey = $"customer-{order % 4}",
            }),
        });
        await MadeAsync(owner.PutAsync($"{Topic}/subscriptions/mailer", new { delivery = new { mode = "push", endpoint = "http://127.0.0.1:9/hooks/orders" }, paused = true }));
        using var delayed = await owner.PostAsync($"{Topic}/publish", new
        {
            messages = Enumerable.Range(4801, 3).Select(order => new
            {
                data = new { order, reminder = true },
                attributes = new { region = "eu" },
                messageId = $"reminder-{order}",
                delay = $"P{order - 4800}D",
            }),
        });
        using var pulled = await owner.PostAsync($"{Topic}/subscriptions/billing/pull", new { max = 2 });
        var ackIds = pulled.Json.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("ackId").GetString());
        using var givenBack = await owner.PostAsync($"{Topic}/subscriptions/billing/nack", new { ackIds });
        Assert.Equal(HttpStatusCode.OK, givenBack.Status);
    }

    private static async Task MadeAsync(Task<ApiResponse> request)
    {
        using var made = await request;
        Assert.Equal(HttpStatusCode.Created, made.Status);
    }
}
