using Microsoft.Playwright;
using Serverless.Console.Tests.Browser;
using static Microsoft.Playwright.Assertions;

namespace Serverless.Console.Tests.Topics;

/// <summary>Subscriptions: making one, and all that an operator does with it.</summary>
public sealed class SubscriptionPageTests(ConsoleApp console)
{
    [Theory]
    [MemberData(nameof(Look.Extremes), MemberType = typeof(Look))]
    public async Task Subscribes_with_a_filter_and_pulls_and_acknowledges(string look)
    {
        var topic = await TopicAsync($"pulled-{look}");
        await console.VisitAsync(Look.Named(look), async visit =>
        {
            visit.Expects(HttpStatusCode.NotFound);
            await visit.EnterAtAsync($"/topics/{topic}");
            await visit.Link("New subscription").ClickAsync();
            await visit.Field("Name").FillAsync("eu");
            await visit.Field("Starts with").SelectOptionAsync("everything still kept");
            await visit.Page.GetByText("Deadlines, retries and filter").ClickAsync();
            await visit.Field("Acknowledge within").FillAsync("2");
            await visit.Field("Unit of Acknowledge within").SelectOptionAsync("minutes");
            await visit.Button("Add one").ClickAsync();
            await visit.Field("Name 1 of Only messages whose attributes match").FillAsync("region");
            await visit.Field("Comparison 1 of Only messages whose attributes match").SelectOptionAsync("begins with");
            await visit.Field("Value 1 of Only messages whose attributes match").FillAsync("eu-");
            await visit.Button("Create subscription").ClickAsync();
            await Expect(visit.Title("eu")).ToBeVisibleAsync();
            await PublishAsync(topic, "eu-west", "us-east", "eu-north");

            await visit.Field("If none wait").SelectOptionAsync("wait 5 seconds");
            await visit.Button("Pull").ClickAsync();
            await visit.IsToldAsync("2 messages pulled.");
            await Expect(visit.Page.GetByLabel("Data of message 1")).ToContainTextAsync("\"region\": \"eu-west\"");
            await Expect(visit.Page.GetByLabel("Data of message 2")).ToHaveCountAsync(0);
            await Expect(visit.Tile("With consumers")).ToHaveTextAsync("2");
            await visit.Button("Acknowledge message 1").ClickAsync();
            await visit.IsToldAsync("1 acknowledged.");
            await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Messages", Exact = true })).ToBeFocusedAsync();
            await visit.Button("Give back message 3").ClickAsync();
            await visit.IsToldAsync("1 given back.");
            await visit.Button("Pull").ClickAsync();
            await Expect(visit.Section("Messages")).ToContainTextAsync("attempt 2");
            await visit.Button("Acknowledge all").ClickAsync();
            await visit.IsToldAsync("1 acknowledged.");
            await Expect(visit.Tile("Waiting")).ToHaveTextAsync("0");
        });
    }

    [Theory]
    [MemberData(nameof(Look.Extremes), MemberType = typeof(Look))]
    public async Task Inspects_and_replays_dead_letters(string look)
    {
        var topic = await TopicAsync($"died-{look}");
        await SubscribeAsync(topic, new { delivery = new { mode = "pull" }, retry = new { maxAttempts = 1 } });
        await PublishAsync(topic, "dead");
        await console.VisitAsync(Look.Named(look), async visit =>
        {
            await visit.EnterAtAsync($"/topics/{topic}/subscriptions/reader");
            await Expect(visit.Page.GetByText("No dead letters")).ToBeVisibleAsync();
            await visit.Button("Pull").ClickAsync();
            await visit.Button("Give back message 1").ClickAsync();
            await visit.IsToldAsync("1 given back.");
            await Expect(visit.Tile("Dead letters")).ToHaveTextAsync("1");
            await visit.Button("Refresh dead letters").ClickAsync();
            await visit.Section("Dead letters").GetByText("Inspect").ClickAsync();
            await Expect(visit.Page.GetByLabel("Data of message 1")).ToContainTextAsync("\"region\": \"dead\"");
            await Expect(visit.Section("Dead letters")).ToContainTextAsync("after 1 attempt");
            await visit.Button("Replay message 1").ClickAsync();
            await visit.IsToldAsync("1 will be delivered again.");
            await Expect(visit.Page.GetByText("No dead letters")).ToBeVisibleAsync();
            await visit.Button("Pull").ClickAsync();
            await visit.IsToldAsync("1 message pulled.");
            await visit.Button("Acknowledge all").ClickAsync();
            await visit.IsToldAsync("1 acknowledged.");
        });
    }

    [Theory]
    [MemberData(nameof(Look.Extremes), MemberType = typeof(Look))]
    public async Task Discards_dead_letters_for_good_and_asks_first(string look)
    {
        var topic = await TopicAsync($"discarded-{look}");
        await SubscribeAsync(topic, new { delivery = new { mode = "pull" }, retry = new { maxAttempts = 1 } });
        await PublishAsync(topic, "one", "two", "three");
        using var admin = console.App.Admin();
        using var pulled = await admin.PostAsync($"/api/topics/{topic}/subscriptions/reader/pull", new { });
        var ackIds = pulled.Json.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("ackId").GetString());
        using var givenBack = await admin.PostAsync($"/api/topics/{topic}/subscriptions/reader/nack", new { ackIds });
        await console.VisitAsync(Look.Named(look), async visit =>
        {
            await visit.EnterAtAsync($"/topics/{topic}/subscriptions/reader");
            var letters = visit.Section("Dead letters").GetByRole(AriaRole.Listitem).Filter(new() { HasText = "published" });
            await Expect(letters).ToHaveCountAsync(3);
            await visit.Button("Discard message 2").ClickAsync();
            await Expect(visit.Dialog).ToContainTextAsync("It will never be delivered.");
            await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
            await Expect(letters).ToHaveCountAsync(3);
            await visit.ConfirmAsync("Discard message 2", "Discard it");
            await visit.IsToldAsync("1 discarded.");
            await Expect(letters).ToHaveCountAsync(2);
            await Expect(visit.Button("Discard message 2")).ToHaveCountAsync(0);
            await visit.ConfirmAsync("Discard all", "Discard them");
            await visit.IsToldAsync("2 discarded.");
            await Expect(visit.Page.GetByText("No dead letters")).ToBeVisibleAsync();
            await Expect(visit.Tile("Dead letters")).ToHaveTextAsync("0");
            await Expect(visit.Tile("Waiting")).ToHaveTextAsync("0");
        });
    }

    /// <summary>An address is shortened by such a name: a deletion would be of what lies above.</summary>
    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    public Task A_name_that_no_address_can_hold_is_refused_and_nothing_is_asked(string name) => console.VisitAsync(Look.Desktop, async visit =>
    {
        await visit.SignInAsync(console.App.AdminKey);
        var asked = new List<string>();
        visit.Page.Request += (_, request) => asked.Add(request.Url);
        foreach (var path in (string[])[$"/topics/{name}", $"/topics/{name}/subscriptions/reader", $"/topics/orders/subscriptions/{name}", $"/limits/rules/{name}", $"/limits/apis/{name}", $"/links/{name}"])
        {
            await visit.GoAsync(path);
            await Expect(visit.Page.GetByText($"'{name}' can't be a name.").First).ToBeVisibleAsync();
        }

        Assert.DoesNotContain(asked, url => url.EndsWith("/api/topics", StringComparison.Ordinal) || url.EndsWith("/api/topics/", StringComparison.Ordinal) || url.Contains("/api/links", StringComparison.Ordinal) || url.Contains("/api/ratelimit", StringComparison.Ordinal));
    });

    [Theory]
    [MemberData(nameof(Look.Extremes), MemberType = typeof(Look))]
    public async Task Switches_between_pull_and_push(string look)
    {
        var topic = await TopicAsync($"switched-{look}");
        await SubscribeAsync(topic, new { delivery = new { mode = "pull" } });
        await console.VisitAsync(Look.Named(look), async visit =>
        {
            visit.Expects(HttpStatusCode.BadRequest);
            visit.Expects(HttpStatusCode.NotFound);
            await visit.EnterAtAsync($"/topics/{topic}/subscriptions/reader");
            var delivery = visit.Section("Delivery and settings");
            await visit.Field("Delivery").SelectOptionAsync("Push: sent to an endpoint");
            await visit.Field("Endpoint").FillAsync("http://10.0.0.1/private");
            await visit.Button("Save settings").ClickAsync();
            await Expect(visit.Field("Endpoint")).ToHaveAttributeAsync("aria-invalid", "true");
            await visit.Field("Endpoint").FillAsync("http://127.0.0.1:9/hook");
            await visit.Button("Save settings").ClickAsync();
            await visit.IsToldAsync("Subscription reader saved.");
            await Expect(delivery).ToContainTextAsync("On this machine it need not agree first.");
            await Expect(visit.Section("Signing secret")).ToContainTextAsync("whsec_");
            await Expect(visit.Section("Messages")).ToHaveCountAsync(0);
            await visit.Field("Delivery").SelectOptionAsync("Pull: consumers ask");
            await visit.Button("Save settings").ClickAsync();
            await Expect(delivery).ToContainTextAsync("Consumers pull.");
            await Expect(visit.Section("Messages")).ToBeVisibleAsync();
        });
    }

    [Theory]
    [MemberData(nameof(Look.Extremes), MemberType = typeof(Look))]
    public async Task Pauses_seeks_resumes_and_deletes(string look)
    {
        var topic = await TopicAsync($"sought-{look}", new { retention = new { mode = "keepFor", duration = "P1D" } });
        await PublishAsync(topic, "one", "two");
        await SubscribeAsync(topic, new { delivery = new { mode = "pull" }, start = "latest" });
        await console.VisitAsync(Look.Named(look), async visit =>
        {
            visit.Expects(HttpStatusCode.BadRequest);
            await visit.EnterAtAsync($"/topics/{topic}/subscriptions/reader");
            await Expect(visit.Tile("Waiting")).ToHaveTextAsync("0");
            await visit.Button("Pause").ClickAsync();
            await visit.IsToldAsync("reader is paused");
            await visit.Field("Go to").SelectOptionAsync("a time");
            await visit.ConfirmAsync("Seek", "Move it");
            await visit.Button("Cancel").ClickAsync();
            await visit.IsRefusedAsync("Time", "must be");
            await visit.Field("Go to").SelectOptionAsync("the earliest message kept");
            await visit.Button("Seek").ClickAsync();
            await visit.IsToldAsync("Moved: it goes on from");
            await Expect(visit.Tile("Waiting")).ToHaveTextAsync("2");
            await visit.Button("Pull").ClickAsync();
            await visit.IsToldAsync("No messages wait.");
            await visit.Button("Resume").ClickAsync();
            await visit.IsToldAsync("reader goes on.");
            await visit.Button("Pull").ClickAsync();
            await visit.IsToldAsync("2 messages pulled.");
            await visit.Field("Go to").SelectOptionAsync("the end: skip what waits");
            await visit.Button("Seek").ClickAsync();
            await Expect(visit.Dialog).ToContainTextAsync("Every message that waits now will not be delivered");
            await visit.Button("Cancel").ClickAsync();
            await Expect(visit.Tile("Waiting")).ToHaveTextAsync("2");
            await visit.ConfirmAsync("Seek", "Skip it");
            await Expect(visit.Tile("Waiting")).ToHaveTextAsync("0");
            await visit.ConfirmAsync("Delete", "Delete subscription");
            await visit.IsToldAsync("Subscription reader deleted.");
            await Expect(visit.Page.GetByText("No subscriptions", new() { Exact = true })).ToBeVisibleAsync();
        });
    }

    [Theory]
    [MemberData(nameof(Look.Extremes), MemberType = typeof(Look))]
    public async Task Looks_at_what_waits_and_takes_nothing(string look)
    {
        var topic = await TopicAsync($"peeked-{look}");
        await SubscribeAsync(topic, new { delivery = new { mode = "pull" }, filter = new { region = new { prefix = "eu" } } });
        await PublishAsync(topic, "eu-west", "us-east", "eu-north");
        await console.VisitAsync(Look.Named(look), async visit =>
        {
            await visit.EnterAtAsync($"/topics/{topic}/subscriptions/reader");
            await visit.Button("Look").ClickAsync();
            await visit.IsToldAsync("2 messages shown.");
            var waiting = visit.Page.GetByLabel("Messages that wait").GetByRole(AriaRole.Listitem).Filter(new() { HasText = "published" });
            await Expect(waiting.First).ToContainTextAsync("waits for its turn");
            await Expect(visit.Tile("With consumers")).ToHaveTextAsync("0");
            await visit.Field("At most").FillAsync("1");
            await visit.Button("Pull").ClickAsync();
            await visit.IsToldAsync("1 message pulled.");
            await visit.Button("Look again").ClickAsync();
            await Expect(waiting.First).ToContainTextAsync("with a consumer");
            await Expect(waiting.First).ToContainTextAsync("1 attempt");
            await Expect(waiting.Last).ToContainTextAsync("waits for its turn");
        });
    }

    [Fact]
    public async Task Raises_an_alarm_for_dead_letters_that_are_there_now_alone()
    {
        var topic = await TopicAsync("alarmed");
        await SubscribeAsync(topic, new { delivery = new { mode = "pull" }, retry = new { maxAttempts = 1 } });
        await PublishAsync(topic, "dead");
        await console.VisitAsync(Look.Desktop, async visit =>
        {
            await visit.EnterAtAsync($"/topics/{topic}/subscriptions/reader");
            await visit.Button("Pull").ClickAsync();
            await visit.Button("Give back message 1").ClickAsync();
            await Expect(visit.Page.Locator(".tile.bad")).ToContainTextAsync("1");
            await visit.Button("Refresh dead letters").ClickAsync();
            await visit.Button("Replay message 1").ClickAsync();
            await Expect(visit.Tile("Dead letters")).ToHaveTextAsync("0");
            await Expect(visit.Page.Locator(".tile.bad")).ToHaveCountAsync(0);
        });
    }

    [Fact]
    public async Task Shows_a_key_that_only_reads_what_it_may_do()
    {
        var topic = await TopicAsync("read-alone");
        await SubscribeAsync(topic, new { delivery = new { mode = "pull" } });
        var (client, key) = await console.HolderAsync("console-reader", "subscribe:read-alone");
        client.Dispose();
        await PublishAsync(topic, "one");
        await console.VisitAsync(Look.Desktop, async visit =>
        {
            await visit.SignInAsync(key);
            await visit.Field("Subscription").FillAsync("reader");
            await visit.Button("Open").ClickAsync();
            await Expect(visit.Tile("Waiting")).ToHaveTextAsync("1");
            await Expect(visit.Button("Delete")).ToHaveCountAsync(0);
            await Expect(visit.Button("Save settings")).ToHaveCountAsync(0);
            await visit.Button("Pull").ClickAsync();
            await visit.Button("Acknowledge all").ClickAsync();
            await visit.IsToldAsync("1 acknowledged.");
        });
    }

    [Fact]
    public async Task Shows_a_key_that_only_publishes_what_it_may_do()
    {
        var topic = await TopicAsync("published-alone");
        var (client, key) = await console.HolderAsync("console-publisher", "publish:published-alone");
        client.Dispose();
        await console.VisitAsync(Look.Desktop, async visit =>
        {
            await visit.SignInAsync(key);
            await Expect(visit.Field("Topic")).ToHaveValueAsync(topic);
            await visit.Button("Open").ClickAsync();
            await visit.Button("Publish").ClickAsync();
            await visit.IsToldAsync("Published as message 1");
            await Expect(visit.Button("Delete")).ToHaveCountAsync(0);
        });
    }

    /// <summary>Over the real service: an endpoint that is not there, and nothing else waits.</summary>
    [Fact]
    public async Task Shows_attempts_and_has_messages_delivered_again_at_once()
    {
        var topic = await TopicAsync("attempted");
        await SubscribeAsync(topic, new { delivery = new { mode = "push", endpoint = "http://127.0.0.1:9/hook" }, retry = new { minBackoff = "PT10M", maxBackoff = "PT10M" } });
        using var admin = console.App.Admin();
        using var published = await admin.PostAsync($"/api/topics/{topic}/publish", new { messages = new[] { new { data = 1, messageId = "m-1" } } });
        while (true)
        {
            using var attempts = await admin.GetAsync($"/api/topics/{topic}/subscriptions/reader/attempts");
            if (attempts.Json.GetProperty("items").GetArrayLength() > 0)
            {
                break;
            }
        }

        await console.VisitAsync(Look.Desktop, async visit =>
        {
            await visit.EnterAtAsync($"/topics/{topic}/subscriptions/reader");
            var rows = visit.Section("Attempts").GetByRole(AriaRole.Listitem);
            await Expect(rows.Last).ToContainTextAsync("unreachable");
            await Expect(rows.Last).ToContainTextAsync("m-1");
            await visit.Section("Attempts").GetByText("Failed only").ClickAsync();
            await Expect(rows.Last).ToContainTextAsync("unreachable");
            var asked = new List<string?>();
            visit.Page.Request += (_, request) =>
            {
                if (request.Url.EndsWith("/retry", StringComparison.Ordinal))
                {
                    asked.Add(request.PostData);
                }
            };
            await rows.Last.GetByRole(AriaRole.Button).ClickAsync();
            await Expect(rows.Last.GetByRole(AriaRole.Button)).ToHaveAttributeAsync("aria-busy", "false");
            await visit.Button("Retry all now").ClickAsync();
            await Expect(visit.Button("Retry all now")).ToHaveAttributeAsync("aria-busy", "false");
            Assert.Equal(["""{"ids":["m-1"]}""", """{"all":true}"""], asked);
        });
    }

    /// <summary>Answers in the server's place.</summary>
    [Fact]
    public async Task Shows_of_an_attempt_what_came_back()
    {
        var topic = await TopicAsync("answered");
        await SubscribeAsync(topic, new { delivery = new { mode = "push", endpoint = "http://127.0.0.1:9/hook" }, paused = true });
        await console.VisitAsync(Look.Desktop, async visit =>
        {
            await visit.Page.RouteAsync("**/attempts?*", route => route.FulfillAsync(new()
            {
                ContentType = "application/json",
                Body = """
                    {"items":[{"messageId":"m-2","sequence":2,"at":"2026-11-23T10:00:02Z","attempt":1,"status":200,"fault":null,"duration":"PT0.012S","answer":null},
                     {"messageId":"m-1","sequence":1,"at":"2026-11-23T10:00:01Z","attempt":3,"status":503,"fault":null,"duration":"PT1.5S","answer":"busy"},
                     {"messageId":"m-1","sequence":1,"at":"2026-11-23T10:00:00Z","attempt":2,"status":null,"fault":"timeout","duration":"PT10S","answer":null}],"continuation":null}
                    """,
            }));
            await visit.Page.RouteAsync("**/retry", route => route.FulfillAsync(new() { ContentType = "application/json", Body = """{"retried":1,"notWaiting":[]}""" }));
            await visit.EnterAtAsync($"/topics/{topic}/subscriptions/reader");
            var rows = visit.Section("Attempts").GetByRole(AriaRole.Listitem);
            await Expect(rows).ToHaveCountAsync(3);
            await Expect(rows.Nth(1)).ToContainTextAsync("503");
            await Expect(rows.Nth(1)).ToContainTextAsync("busy");
            await Expect(rows.Nth(2)).ToContainTextAsync("timeout");
            await rows.Nth(1).GetByRole(AriaRole.Button).ClickAsync();
            await visit.IsToldAsync("1 message is delivered again now.");
        });
    }

    [Fact]
    public async Task Says_what_applies_while_it_is_paused_or_pulled()
    {
        var topic = await TopicAsync("hinted");
        await SubscribeAsync(topic, new { delivery = new { mode = "push", endpoint = "http://127.0.0.1:9/hook" } });
        await console.VisitAsync(Look.Desktop, async visit =>
        {
            await visit.EnterAtAsync($"/topics/{topic}/subscriptions/reader");
            await Expect(visit.Section("Attempts")).ToContainTextAsync("No attempts");
            await Expect(visit.Section("Attempts")).Not.ToContainTextAsync("paused");
            await visit.Button("Pause").ClickAsync();
            await Expect(visit.Section("Attempts")).ToContainTextAsync("The subscription is paused: nothing is sent until it is resumed.");
            await visit.Button("Resume").ClickAsync();
            await Expect(visit.Section("Attempts")).Not.ToContainTextAsync("paused");
        });
        await SubscribedAndPutOffAsync("hinted-pull");
        await console.VisitAsync(Look.Desktop, async visit =>
        {
            await visit.EnterAtAsync("/topics/hinted-pull/subscriptions/reader");
            await visit.Button("Look").ClickAsync();
            await visit.Button("Deliver delayed ones now").ClickAsync();
            await visit.IsToldAsync("1 message is due now. Consumers pull: what is due comes with their next pull.");
        });

        async Task SubscribedAndPutOffAsync(string name)
        {
            await SubscribeAsync(await TopicAsync(name), new { delivery = new { mode = "pull" } });
            await PublishAsync(name, "one");
            using var admin = console.App.Admin();
            using var pulled = await admin.PostAsync($"/api/topics/{name}/subscriptions/reader/pull", new { });
            var ackIds = pulled.Json.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("ackId").GetString());
            using var givenBack = await admin.PostAsync($"/api/topics/{name}/subscriptions/reader/nack", new { ackIds, delay = "PT10M" });
        }
    }

    [Fact]
    public async Task Changes_settings_and_keeps_what_it_does_not_show()
    {
        var topic = await TopicAsync("settled");
        await SubscribeAsync(topic, new { delivery = new { mode = "push", endpoint = "http://127.0.0.1:9/hook", batch = true }, paused = true });
        await console.VisitAsync(Look.Desktop, async visit =>
        {
            visit.Expects(HttpStatusCode.NotFound);
            await visit.EnterAtAsync($"/topics/{topic}/subscriptions/reader");
            var settings = visit.Section("Delivery and settings");
            await settings.GetByText("Deadlines, retries and filter").ClickAsync();
            await settings.GetByLabel("Attempts").FillAsync("3");
            await settings.GetByLabel("After the last attempt").SelectOptionAsync("drop");
            await settings.GetByRole(AriaRole.Button, new() { Name = "Save settings" }).ClickAsync();
            await visit.IsToldAsync("Subscription reader saved.");
        });
        using var admin = console.App.Admin();
        using var changed = await admin.GetAsync($"/api/topics/{topic}/subscriptions/reader");
        Assert.Equal((3, "drop", true), (changed.Json.GetProperty("retry").GetProperty("maxAttempts").GetInt32(), changed.Text("onExhausted"), changed.Json.GetProperty("paused").GetBoolean()));
        Assert.True(changed.Json.GetProperty("delivery").GetProperty("batch").GetBoolean());
    }

    [Fact]
    public async Task Says_so_while_it_cannot_measure_and_goes_on_when_it_can()
    {
        var topic = await TopicAsync("unmeasured");
        await SubscribeAsync(topic, new { delivery = new { mode = "pull" } });
        await console.VisitAsync(Look.Desktop, async visit =>
        {
            visit.ExpectsNoAnswer();
            await visit.EnterAtAsync($"/topics/{topic}/subscriptions/reader");
            await Expect(visit.Tile("Waiting")).ToHaveTextAsync("0");
            await visit.Page.RouteAsync("**/stats", route => route.AbortAsync());
            await Expect(visit.Page.GetByText("The server cannot be reached.")).ToBeVisibleAsync();
            await visit.Page.UnrouteAllAsync();
            await Expect(visit.Page.GetByText("The server cannot be reached.")).ToBeHiddenAsync();
        });
    }

    private async Task<string> TopicAsync(string name, object? body = null)
    {
        using var admin = console.App.Admin();
        using var made = await admin.PutAsync($"/api/topics/{name}", body ?? new { });
        Assert.Equal(HttpStatusCode.Created, made.Status);
        return name;
    }

    private async Task SubscribeAsync(string topic, object body)
    {
        using var admin = console.App.Admin();
        using var made = await admin.PutAsync($"/api/topics/{topic}/subscriptions/reader", body);
        Assert.Equal(HttpStatusCode.Created, made.Status);
    }

    private async Task PublishAsync(string topic, params string[] regions)
    {
        using var admin = console.App.Admin();
        using var published = await admin.PostAsync(
            $"/api/topics/{topic}/publish", new { messages = regions.Select(region => new { data = new { region }, attributes = new { region } }) });
        Assert.Equal(HttpStatusCode.OK, published.Status);
    }
}
