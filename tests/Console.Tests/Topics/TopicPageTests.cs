using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Serverless.Console.Tests.Browser;
using static Microsoft.Playwright.Assertions;

namespace Serverless.Console.Tests.Topics;

/// <summary>Topics: making them, publishing to them, and watching their subscriptions.</summary>
public sealed class TopicPageTests(ConsoleApp console)
{
    [Theory]
    [MemberData(nameof(Look.Extremes), MemberType = typeof(Look))]
    public Task Makes_a_topic_and_changes_and_deletes_it(string look) => console.VisitAsync(Look.Named(look), async visit =>
    {
        visit.Expects(HttpStatusCode.BadRequest);
        visit.Expects(HttpStatusCode.NotFound);
        var name = $"made-{look}";
        await visit.EnterAsync();
        await visit.Link("Topics").ClickAsync();
        await visit.Button("New topic").ClickAsync();
        await visit.Field("Name").FillAsync(name);
        await visit.Field("Shards").FillAsync("0");
        await visit.Button("Create topic").ClickAsync();
        await visit.IsRefusedAsync("Shards", "must be a whole number from 1");
        await visit.Field("Shards").FillAsync("2");
        await visit.Button("Create topic").ClickAsync();
        await visit.IsToldAsync($"Topic {name} saved.");
        await Expect(visit.Page.GetByText("No subscriptions", new() { Exact = true })).ToBeVisibleAsync();

        await visit.Field("Messages are kept").SelectOptionAsync("for a fixed time");
        await visit.Field("Kept for").FillAsync("36");
        await visit.Field("Unit of Kept for").SelectOptionAsync("hours");
        await visit.Button("Save settings").ClickAsync();
        await Expect(visit.Page.GetByText("Kept for 1 d 12 h")).ToBeVisibleAsync();
        await visit.Page.GetByRole(AriaRole.Navigation, new() { Name = "Back" }).GetByRole(AriaRole.Link).ClickAsync();
        await visit.Link(name).ClickAsync();
        await visit.ConfirmAsync("Delete", "Delete topic");
        await visit.IsToldAsync($"Topic {name} deleted.");
        using var admin = console.App.Admin();
        using var gone = await admin.GetAsync($"/api/topics/{name}");
        Assert.Equal(HttpStatusCode.NotFound, gone.Status);
    });

    [Theory]
    [MemberData(nameof(Look.Extremes), MemberType = typeof(Look))]
    public async Task Charts_each_backlog_as_messages_are_published(string look)
    {
        var topic = $"charted-{look}";
        using var admin = console.App.Admin();
        await PutAsync($"/api/topics/{topic}", new { });
        await PutAsync($"/api/topics/{topic}/subscriptions/all", new { delivery = new { mode = "pull" } });
        await PutAsync($"/api/topics/{topic}/subscriptions/europe", new { delivery = new { mode = "pull" }, filter = new { region = "eu" } });
        await console.VisitAsync(Look.Named(look), async visit =>
        {
            visit.Expects(HttpStatusCode.BadRequest);
            await visit.EnterAtAsync($"/topics/{topic}");
            await Expect(Chart(visit, "all 0, europe 0")).ToBeVisibleAsync();
            await visit.Field("Data").FillAsync("{ not json");
            await visit.Button("Publish").ClickAsync();
            await visit.IsRefusedAsync("Data", "must be JSON");

            await visit.Field("Data").FillAsync("""{"order": 4711}""");
            await visit.Page.GetByText("Attributes, ordering key and id").ClickAsync();
            await visit.Button("Add one").ClickAsync();
            await visit.Field("Name 1 of Attributes").FillAsync("region");
            await visit.Field("Value 1 of Attributes").FillAsync("eu");
            await visit.Field("Ordering key").FillAsync("customer-1");
            await visit.Field("Message id").FillAsync("first");
            await visit.Button("Publish").ClickAsync();
            await visit.IsToldAsync("Published as message 1");
            await visit.Button("Publish").ClickAsync();
            await visit.IsToldAsync("had been published before");
            await Expect(Chart(visit, "all 1, europe 1")).ToBeVisibleAsync();
            await visit.Page.GetByText("Data as a table").ClickAsync();
            await Expect(visit.Page.GetByRole(AriaRole.Columnheader, new() { Name = "europe" })).ToBeVisibleAsync();
            await Expect(visit.Page.GetByRole(AriaRole.Row).Nth(1)).ToContainTextAsync("1");
        });

        async Task PutAsync(string path, object body)
        {
            using var made = await admin.PutAsync(path, body);
            Assert.Equal(HttpStatusCode.Created, made.Status);
        }
    }

    [Theory]
    [MemberData(nameof(Look.Extremes), MemberType = typeof(Look))]
    public async Task Lists_topics_with_what_waits_as_it_changes_by_one_request_at_a_time(string look)
    {
        using var admin = console.App.Admin();
        var topic = $"0-watched-{look}";
        using var made = await admin.PutAsync($"/api/topics/{topic}", new { });
        using var subscribed = await admin.PutAsync($"/api/topics/{topic}/subscriptions/s", new { delivery = new { mode = "pull" } });
        await console.VisitAsync(Look.Named(look), async visit =>
        {
            await visit.EnterAtAsync("/topics");
            var row = visit.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = topic });
            await Expect(row).ToContainTextAsync("0 waiting");
            using var published = await admin.PostAsync($"/api/topics/{topic}/publish", new { messages = new[] { new { data = 1 }, new { data = 2 } } });
            await Expect(row).ToContainTextAsync("2 waiting");
            await Expect(row).ToContainTextAsync("oldest");
            await Expect(row.GetByRole(AriaRole.Img, new() { NameRegex = new Regex($"^Backlog of {topic}: from 0 to 2") })).ToBeVisibleAsync();
        });
    }

    [Theory]
    [MemberData(nameof(Look.Extremes), MemberType = typeof(Look))]
    public async Task Shows_delayed_messages_page_by_page_and_takes_one_back(string look)
    {
        using var admin = console.App.Admin();
        var topic = $"delayed-{look}";
        using var made = await admin.PutAsync($"/api/topics/{topic}", new { });
        await console.VisitAsync(Look.Named(look), async visit =>
        {
            await visit.EnterAtAsync($"/topics/{topic}");
            var section = visit.Section("Delayed messages");
            await Expect(section).ToContainTextAsync("No delayed messages");
            using var published = await admin.PostAsync($"/api/topics/{topic}/publish", new
            {
                messages = Enumerable.Range(1, 30).Select(n => new { data = new { n }, messageId = $"later/{n}", delay = $"PT{n}H", attributes = new { region = "eu" } }),
            });
            await visit.Button("Refresh delayed messages").ClickAsync();
            var rows = visit.Page.GetByLabel("Delayed messages", new() { Exact = true }).Locator("> li");
            await Expect(rows).ToHaveCountAsync(25);
            await Expect(section).ToContainTextAsync(new Regex("More than 25 wait. The next is due in (60|59) minutes|in 1 hour"));
            await section.GetByRole(AriaRole.Button, new() { Name = "Show more" }).ClickAsync();
            await Expect(rows).ToHaveCountAsync(30);
            await Expect(section).ToContainTextAsync("30 wait.");
            await rows.First.GetByText("Inspect").ClickAsync();
            await Expect(visit.Page.GetByLabel("Data of message later/1", new() { Exact = true })).ToContainTextAsync("\"n\": 1");

            await visit.Button("Cancel message later/1").ClickAsync();
            await Expect(visit.Dialog).ToContainTextAsync("will not be delivered to anybody");
            await visit.Button("Keep message").ClickAsync();
            await Expect(rows).ToHaveCountAsync(30);
            await visit.ConfirmAsync("Cancel message later/1", "Cancel message");
            await visit.IsToldAsync("Message later/1 is cancelled.");
            await Expect(visit.Button("Cancel message later/1")).ToHaveCountAsync(0);
            await Expect(rows.First).ToContainTextAsync("later/2");
        });
        using var left = await admin.GetAsync($"/api/topics/{topic}/scheduled");
        Assert.Equal(29, left.Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Shows_a_key_that_only_publishes_what_waits_without_its_data()
    {
        using var admin = console.App.Admin();
        using var made = await admin.PutAsync("/api/topics/delayed-alone", new { });
        using var published = await admin.PostAsync("/api/topics/delayed-alone/publish", new { messages = new[] { new { data = "secret", messageId = "m-1", delay = "PT2H" } } });
        var (client, key) = await console.HolderAsync("console-delayer", "publish:delayed-alone");
        client.Dispose();
        await console.VisitAsync(Look.Desktop, async visit =>
        {
            await visit.EnterAtAsync("/topics/delayed-alone", key);
            await Expect(visit.Section("Delayed messages")).ToContainTextAsync("m-1");
            await Expect(visit.Section("Delayed messages").GetByText("Inspect")).ToHaveCountAsync(0);
            await visit.ConfirmAsync("Cancel message m-1", "Cancel message");
            await Expect(visit.Page.GetByText("No delayed messages")).ToBeVisibleAsync();
        });
    }

    private static ILocator Chart(Visit visit, string backlogs) =>
        visit.Page.GetByRole(AriaRole.Img, new() { NameRegex = new Regex(Regex.Escape($"by subscription: {backlogs}.")) });
}
