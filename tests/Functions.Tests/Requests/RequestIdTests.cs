using Serverless.Core.Tests;
using Serverless.Functions.Requests;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Functions.Tests.Requests;

/// <summary>The id of a request: taken or made, answered with whatever the answer is, and said in problems.</summary>
public sealed class RequestIdTests(RunningApp app) : IClassFixture<RunningApp>
{
    private const string Header = "x-request-id";

    [Theory]
    [InlineData("a")]
    [InlineData("7f1f8d6e-1f3b-4c59-9d0e-1d4a8e0f2b11")]
    [InlineData("Root=1-67891233-abcdef012345678912345678")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01|x:y/z+~@")]
    public async Task Is_the_clients_where_it_can_be_used(string id)
    {
        using var client = app.Anonymous();
        using var refused = await SendAsync(client, "GET", "/api/links", id);
        Assert.Equal((id, id), (refused.Header(Header), refused.IsProblem(HttpStatusCode.Unauthorized, "unauthenticated").Text("requestId")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("a\"b")]
    [InlineData("a,b")]
    [InlineData("<script>")]
    [InlineData("{0}")]
    public async Task Is_a_new_one_where_it_can_not(string id)
    {
        using var client = app.Anonymous();
        using var answered = await SendAsync(client, "GET", "/api/health/live", id);
        AssertNew(answered);
    }

    [Fact]
    public async Task Is_at_most_128_characters()
    {
        using var client = app.Anonymous();
        using var longest = await SendAsync(client, "GET", "/api/health/live", new string('a', 128));
        using var longer = await SendAsync(client, "GET", "/api/health/live", new string('a', 129));
        Assert.Equal(new string('a', 128), longest.Header(Header));
        AssertNew(longer);
    }

    [Fact]
    public async Task Comes_with_every_answer()
    {
        using var client = app.Admin();
        using var made = await client.PostAsync("/api/links", new { url = "https://example.com/" });
        using var followed = await client.GetAsync($"/{made.Text("key")}");
        using var unknown = await client.GetAsync("/unknown-key");
        using var head = await client.SendAsync(HttpMethod.Head, $"/{made.Text("key")}");
        using var deleted = await client.DeleteAsync(made.Header("Location")!);
        using var bad = await client.PostTextAsync("/api/links", "{");
        ApiResponse[] answers = [made, followed, unknown, head, deleted, bad];
        Assert.Equal([201, 301, 404, 301, 204, 400], answers.Select(answer => (int)answer.Status));
        Assert.All(answers, AssertNew);
        Assert.Distinct(answers.Select(answer => answer.Header(Header)));
    }

    [Fact]
    public void Is_never_made_twice()
    {
        var (first, second) = (new RequestIds(new SeededRandomNumberGenerator(1)), new RequestIds(new SeededRandomNumberGenerator(2)));
        Assert.Distinct(Enumerable.Range(0, 10_000).SelectMany(_ => new[] { first.Next(), second.Next() }));
    }

    private static void AssertNew(ApiResponse answer) => Assert.Matches("^[0-9a-z]{20}$", answer.Header(Header));

    private static Task<ApiResponse> SendAsync(ApiClient client, string method, string path, string id)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.TryAddWithoutValidation(Header, id);
        return client.SendAsync(request);
    }
}
