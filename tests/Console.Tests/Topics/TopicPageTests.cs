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

    private static ILocator Chart(Visit visit, string backlogs) =>
        visit.Page.GetByRole(AriaRole.Img, new() { NameRegex = new Regex(Regex.Escape($"by subscription: {backlogs}.")) });
}
