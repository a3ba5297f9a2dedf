using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Client.Tests.UrlShortening;

public sealed class LinksClientTests(RunningApp app) : IClassFixture<RunningApp>, IDisposable
{
    private readonly TestClient service = new(app.Address, app.AdminKey);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private LinksClient Links => service.Client.Links;

    public void Dispose() => service.Dispose();

    [Fact]
    public async Task A_link_can_be_made_read_changed_and_deleted()
    {
        var made = await Links.CreateAsync(new NewLink { Url = "https://example.com/a?b=%2B", ExpiresIn = TimeSpan.FromDays(2), Redirect = 302 }, Cancelled);
        Assert.Equal(("https://example.com/a?b=%2B", 302, TimeSpan.FromDays(2)), (made.Url, made.Redirect, made.ExpiresAt - made.CreatedAt));
        Assert.Equivalent(made, await Links.FindAsync(made.Key, Cancelled), strict: true);
        var changed = await Links.ChangeAsync(made.Key, new LinkChange { Url = "https://example.com/b" }, Cancelled);
        Assert.Equivalent(made with { Url = "https://example.com/b", ETag = changed.ETag }, changed, strict: true);
        Assert.Equal(0, (await Links.FindStatsAsync(made.Key, Cancelled))!.Clicks);
        Assert.True(await Links.DeleteAsync(made.Key, Cancelled));
        Assert.False(await Links.DeleteAsync(made.Key, Cancelled));
        Assert.Equal(HttpStatusCode.Gone, (await Assert.ThrowsAsync<ServerlessException>(() => Links.FindAsync(made.Key, Cancelled))).Status);
    }

    [Fact]
    public async Task Links_have_titles_and_tags_and_are_found_by_them()
    {
        var made = await Links.CreateAsync(
            new NewLink { Url = "https://found.example/a", Title = "Größe", Tags = ["a & b", "client"], ForwardQuery = true }, Cancelled);
        Assert.Equal(("Größe", true), (made.Title, made.ForwardQuery));
        Assert.Equal([made.Key], await Links.ListByTagAsync("a & b", Cancelled).Select(link => link.Key).ToListAsync(Cancelled));
        Assert.Equal([made.Key], await Links.SearchAsync("found.example", Cancelled).Select(link => link.Key).ToListAsync(Cancelled));
        Assert.Equal([made.Key], await Links.SearchAsync(made.Key, Cancelled).Select(link => link.Key).ToListAsync(Cancelled));
        var changed = await Links.ChangeAsync(made.Key, new LinkChange { Title = "", Tags = [], ForwardQuery = false }, Cancelled);
        Assert.Equal((null, 0, false), (changed.Title, changed.Tags.Count, changed.ForwardQuery));
        Assert.Empty(await Links.ListByTagAsync("a & b", Cancelled).ToListAsync(Cancelled));
        await Assert.ThrowsAsync<ServerlessException>(async () => await Links.SearchAsync("no host", Cancelled).ToListAsync(Cancelled));
    }

    [Fact]
    public async Task A_link_that_never_was_is_null()
    {
        Assert.Null(await Links.FindAsync("never-was", Cancelled));
        Assert.Null(await Links.FindStatsAsync("never-was", Cancelled));
    }

    [Fact]
    public async Task Of_a_batch_each_link_succeeds_or_fails_alone()
    {
        var results = await Links.CreateAsync([new NewLink { Url = "https://example.com/1" }, new NewLink { Url = "nonsense" }], Cancelled);
        Assert.Equal([201, 400], results.Select(result => result.Status));
        Assert.Equal("https://example.com/1", results[0].Link!.Url);
        Assert.Contains("url", results[1].Problem!.Errors!.Keys);
    }

    [Fact]
    public async Task All_pages_are_listed_newest_first()
    {
        using var other = await app.ClientAsync("lister", "links");
        using var admin = app.Admin();
        using var created = await admin.PostAsync("/api/keys", new { owner = "lister", scopes = new[] { "links" } });
        using var lister = new TestClient(app.Address, created.Text("key"));
        const int Count = 1_050;
        foreach (var urls in Enumerable.Range(0, Count).Select(i => new NewLink { Url = $"https://example.com/{i}" }).Chunk(LinksClient.MaxBatch))
        {
            await lister.Client.Links.CreateAsync(urls, Cancelled);
        }

        var listed = await lister.Client.Links.ListAsync(Cancelled).ToListAsync(Cancelled);
        Assert.Equal(Count, listed.DistinctBy(link => link.Url).Count());
        Assert.Equal(listed.OrderByDescending(link => link.CreatedAt).Select(link => link.CreatedAt), listed.Select(link => link.CreatedAt));
    }

    [Fact]
    public async Task A_refusal_says_which_fields_are_wrong_and_what_kind_of_problem_it_is()
    {
        var refused = await Assert.ThrowsAsync<ServerlessException>(() => Links.CreateAsync(new NewLink { Url = "ftp://example.com", Redirect = 200 }, Cancelled));
        Assert.Equal((HttpStatusCode.BadRequest, "urn:problem-type:serverless:invalid-request"), (refused.Status, refused.Type));
        Assert.Equal(["redirect", "url"], refused.Errors.Keys.Order());
        Assert.Contains("must be 301 or 302.", refused.Message, StringComparison.Ordinal);
        Assert.False(refused.IsUnavailable);
    }

    [Fact]
    public async Task A_taken_alias_is_a_problem_of_its_own()
    {
        await Links.CreateAsync(new NewLink { Url = "https://example.com/1", Alias = "taken-once" }, Cancelled);
        var refused = await Assert.ThrowsAsync<ServerlessException>(() => Links.CreateAsync(new NewLink { Url = "https://example.com/2", Alias = "taken-once" }, Cancelled));
        Assert.Equal((HttpStatusCode.Conflict, "alias-taken"), (refused.Status, refused.Problem.Code));
    }

    [Fact]
    public async Task A_wrong_key_is_refused()
    {
        using var stranger = new TestClient(app.Address, "wrong");
        var refused = await Assert.ThrowsAsync<ServerlessException>(() => stranger.Client.Links.FindAsync("whatever", Cancelled));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.Status);
    }
}
