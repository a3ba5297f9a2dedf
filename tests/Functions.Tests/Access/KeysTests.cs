using System.Net.Http.Json;
using System.Text.Json;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Functions.Tests.Access;

/// <summary>API keys, over HTTP: who gets in, who is turned away, and how keys come and go.</summary>
public sealed class KeysTests(RunningApp app) : IClassFixture<RunningApp>
{
    [Fact]
    public async Task Shows_a_new_key_once_and_lists_it_without_its_secret()
    {
        using var admin = app.Admin();
        using var created = await admin.PostAsync("/api/keys", new { owner = "shop", scopes = new[] { "links", "publish:orders-*" }, expiresAt = "2030-01-01T00:00:00Z" });
        var id = created.Text("id");
        Assert.Equal((HttpStatusCode.Created, $"/api/keys/{id}"), (created.Status, created.Header("Location")));
        Assert.StartsWith("slk_", created.Text("key"), StringComparison.Ordinal);

        using var listed = await admin.GetAsync("/api/keys?limit=1000");
        var entry = Assert.Single(listed.Json.GetProperty("items").EnumerateArray(), item => item.GetProperty("id").GetString() == id);
        Assert.Equal(("shop", "2030-01-01T00:00:00Z"), (entry.GetProperty("owner").GetString(), entry.GetProperty("expiresAt").GetString()));
        Assert.Equal(["links", "publish:orders-*"], entry.GetProperty("scopes").EnumerateArray().Select(scope => scope.GetString()));
        Assert.False(entry.TryGetProperty("key", out _));
        Assert.DoesNotContain(created.Text("key"), listed.Json.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rotates_a_key_and_takes_both_secrets_meanwhile()
    {
        using var admin = app.Admin();
        using var created = await admin.PostAsync("/api/keys", new { owner = "rotated", scopes = new[] { "links" } });
        var id = created.Text("id");
        using var rotated = await admin.PostAsync($"/api/keys/{id}/rotate", new { overlap = "PT1H" });
        Assert.Equal((HttpStatusCode.OK, id, "rotated"), (rotated.Status, rotated.Text("id"), rotated.Text("owner")));
        Assert.NotEqual(created.Text("key"), rotated.Text("key"));
        var until = rotated.Json.GetProperty("previousUntil").GetDateTimeOffset();
        Assert.InRange(until - created.Json.GetProperty("createdAt").GetDateTimeOffset(), TimeSpan.FromMinutes(59), TimeSpan.FromMinutes(70));
        foreach (var secret in (string[])[created.Text("key"), rotated.Text("key")])
        {
            using var client = new ApiClient(app.Address, secret);
            using var links = await client.GetAsync("/api/links");
            Assert.Equal(HttpStatusCode.OK, links.Status);
        }

        using var listed = await admin.GetAsync("/api/keys?limit=1000");
        Assert.Equal(until, listed.Json.GetProperty("items").EnumerateArray().Single(item => item.GetProperty("id").GetString() == id).GetProperty("previousUntil").GetDateTimeOffset());

        using var byDefault = await admin.SendAsync(HttpMethod.Post, $"/api/keys/{id}/rotate");
        Assert.InRange(byDefault.Json.GetProperty("previousUntil").GetDateTimeOffset() - until, TimeSpan.FromHours(22), TimeSpan.FromHours(24));
        using var longest = await admin.PostAsync($"/api/keys/{id}/rotate", new { overlap = "P30D" });
        using var ended = await admin.PostAsync($"/api/keys/{id}/rotate", new { overlap = "PT0S" });
        Assert.Equal((HttpStatusCode.OK, JsonValueKind.Null), (longest.Status, ended.Json.GetProperty("previousUntil").ValueKind));
        using var unknown = await admin.PostAsync("/api/keys/unknown/rotate", new { });
        unknown.IsProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Theory]
    [InlineData("""{"overlap":"P31D"}""")]
    [InlineData("""{"overlap":"-PT1S"}""")]
    [InlineData("""{"overlap":"PT720H0.001S"}""")]
    [InlineData("""{"overlap":1}""")]
    public async Task Refuses_an_overlap_that_is_none(string body)
    {
        using var admin = app.Admin();
        using var created = await admin.PostAsync("/api/keys", new { owner = "kept", scopes = new[] { "links" } });
        using var refused = await admin.PostTextAsync($"/api/keys/{created.Text("id")}/rotate", body);
        refused.Refuses("overlap", "duration");
        using var client = new ApiClient(app.Address, created.Text("key"));
        using var links = await client.GetAsync("/api/links");
        Assert.Equal(HttpStatusCode.OK, links.Status);
    }

    [Fact]
    public async Task Makes_one_key_of_a_request_that_is_repeated()
    {
        using var admin = app.Admin();
        var name = Guid.NewGuid().ToString();
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => CreateAsync(admin, name, "once")));
        var made = Assert.Single(answers, answer => answer.Status == HttpStatusCode.Created);
        using var late = await CreateAsync(admin, $"\"{name}\"", "once");
        Assert.All(answers.Where(answer => answer != made).Append(late), answer =>
        {
            Assert.Equal(made.Text("id"), answer.IsProblem(HttpStatusCode.Conflict, "key-exists").Text("id"));
            Assert.DoesNotContain("slk_", answer.Json.GetRawText(), StringComparison.Ordinal);
        });
        using var other = await CreateAsync(admin, name, "another");
        other.IsProblem(HttpStatusCode.UnprocessableEntity, "idempotency-mismatch");
        using var client = new ApiClient(app.Address, made.Text("key"));
        using var links = await client.GetAsync("/api/links");
        Assert.Equal(HttpStatusCode.OK, links.Status);
        Array.ForEach(answers, answer => answer.Dispose());
    }

    private static Task<ApiResponse> CreateAsync(ApiClient admin, string name, string owner)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/keys") { Content = JsonContent.Create(new { owner, scopes = new[] { "links" } }) };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", name);
        return admin.SendAsync(request);
    }

    [Theory]
    [InlineData("authorization", "Bearer {0}", HttpStatusCode.OK)]
    [InlineData("authorization", "bearer {0}", HttpStatusCode.OK)]
    [InlineData("x-api-key", "{0}", HttpStatusCode.OK)]
    [InlineData("authorization", "{0}", HttpStatusCode.Unauthorized)]
    [InlineData("authorization", "Basic {0}", HttpStatusCode.Unauthorized)]
    [InlineData("authorization", "Bearer", HttpStatusCode.Unauthorized)]
    [InlineData("authorization", "Bearer {0}x", HttpStatusCode.Unauthorized)]
    [InlineData("authorization", "Bearer slk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", HttpStatusCode.Unauthorized)]
    [InlineData("x-api-key", "", HttpStatusCode.Unauthorized)]
    public async Task Lets_in_who_presents_a_valid_key(string header, string format, HttpStatusCode status)
    {
        using var admin = app.Admin();
        using var created = await admin.PostAsync("/api/keys", new { owner = "presented", scopes = new[] { "links" } });
        using var anonymous = app.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/links");
        request.Headers.TryAddWithoutValidation(header, string.Format(System.Globalization.CultureInfo.InvariantCulture, format, created.Text("key")));
        using var answered = await anonymous.SendAsync(request);
        Assert.Equal(status, answered.Status);
        if (status == HttpStatusCode.Unauthorized)
        {
            Assert.Equal("Bearer", answered.IsProblem(status, "unauthenticated").Header("WWW-Authenticate"));
        }
    }

    [Theory]
    [InlineData("GET", "/api/links")]
    [InlineData("POST", "/api/links")]
    [InlineData("GET", "/api/links/abcdefgh")]
    [InlineData("PATCH", "/api/links/abcdefgh")]
    [InlineData("DELETE", "/api/links/abcdefgh")]
    [InlineData("GET", "/api/keys")]
    [InlineData("POST", "/api/keys")]
    [InlineData("DELETE", "/api/keys/x")]
    public async Task Turns_away_who_has_no_key_and_whose_key_lacks_the_scope(string method, string path)
    {
        using var anonymous = app.Anonymous();
        using var other = await app.ClientAsync("other", "publish");
        using var without = await anonymous.SendAsync(new HttpMethod(method), path);
        using var lacking = await other.SendAsync(new HttpMethod(method), path);
        without.IsProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        lacking.IsProblem(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task Refuses_a_revoked_key_at_once()
    {
        using var admin = app.Admin();
        using var created = await admin.PostAsync("/api/keys", new { owner = "revoked", scopes = new[] { "links" } });
        using var client = new ApiClient(app.Address, created.Text("key"));
        using var before = await client.GetAsync("/api/links");
        using var revoked = await admin.DeleteAsync($"/api/keys/{created.Text("id")}");
        using var after = await client.GetAsync("/api/links");
        using var again = await admin.DeleteAsync($"/api/keys/{created.Text("id")}");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NoContent), (before.Status, revoked.Status));
        after.IsProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        again.IsProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Theory]
    [InlineData("{}", "owner", "is required")]
    [InlineData("""{"owner":"a b","scopes":["links"]}""", "owner", "1-100")]
    [InlineData("""{"owner":"a"}""", "scopes", "1-50")]
    [InlineData("""{"owner":"a","scopes":[]}""", "scopes", "1-50")]
    [InlineData("""{"owner":"a","scopes":"links"}""", "scopes", "must be a list")]
    [InlineData("""{"owner":"a","scopes":[5]}""", "scopes[0]", "must be a string")]
    [InlineData("""{"owner":"a","scopes":["linkss"]}""", "scopes", "'linkss' is no scope")]
    [InlineData("""{"owner":"a","scopes":[null]}""", "scopes", "is no scope")]
    [InlineData("""{"owner":"a","scopes":["links"],"expiresAt":"2020-01-01T00:00:00Z"}""", "expiresAt", "in the future")]
    [InlineData("""{"owner":"a","scopes":["links"],"admin":true}""", "admin", "is not a field")]
    public async Task Refuses_a_key_that_makes_no_sense(string body, string field, string reason)
    {
        using var admin = app.Admin();
        using var created = await admin.PostTextAsync("/api/keys", body);
        created.Refuses(field, reason);
    }

    [Fact]
    public async Task Lists_keys_page_by_page()
    {
        using var admin = app.Admin();
        for (var i = 0; i < 3; i++)
        {
            using var created = await admin.PostAsync("/api/keys", new { owner = "paged", scopes = new[] { "links" } });
        }

        var ids = new List<string>();
        for (var path = "/api/keys?limit=2"; path is not null;)
        {
            using var page = await admin.GetAsync(path);
            ids.AddRange(page.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!));
            path = page.Json.GetProperty("continuation").GetString() is { } next ? $"/api/keys?limit=2&continuation={next}" : null;
        }

        Assert.True(ids.Count >= 3);
        Assert.Distinct(ids);
    }
}
