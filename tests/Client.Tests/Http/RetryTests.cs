using System.Net.Sockets;
using System.Text.Json;

namespace Serverless.Client.Tests.Http;

/// <summary>Requests are repeated where that does nothing twice, and nowhere else.</summary>
public sealed class RetryTests
{
    private const string Link = """{"key":"k","url":"u","shortUrl":"s","owner":"o","createdAt":"2026-01-01T00:00:00Z","expiresAt":"2027-01-01T00:00:00Z","redirect":301,"new":1}""";
    private const string Stored = """{"results":[{"id":"1","sequence":1}]}""";
    private const string Decision = """{"allowed":true,"rule":null}""";

    private static readonly RateLimitCheck Check = new() { Api = "a", Op = "o" };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_published_message_is_repeated_under_the_same_id()
    {
        var handler = new ScriptedHandler(number => number < 3 ? new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) : ScriptedHandler.Json(HttpStatusCode.OK, Stored));
        using var service = Service(handler);
        await service.Client.Topics.PublishAsync("t", NewMessage.Of("hello"), Cancelled);
        Assert.Equal(3, handler.Requests.Count);
        var id = Assert.Single(handler.Requests.Select(request => JsonDocument.Parse(request.Body).RootElement.GetProperty("messages")[0].GetProperty("messageId").GetString()).Distinct());
        Assert.NotEmpty(id!);
    }

    // As .NET says it of a connection that is reset before it is known where it leads.
    [Fact]
    public async Task A_connection_that_is_reset_while_it_is_made_is_no_answer()
    {
        var handler = new ScriptedHandler(number => number == 1 ? throw new SocketException((int)SocketError.NotConnected) : ScriptedHandler.Json(HttpStatusCode.OK, Stored));
        using var service = Service(handler);
        await service.Client.Topics.PublishAsync("t", NewMessage.Of("hello"), Cancelled);
        Assert.Equal(2, handler.Requests.Count);

        using var broken = Service(new ScriptedHandler(_ => throw new SocketException((int)SocketError.NotConnected)));
        var failure = await Assert.ThrowsAsync<ServerlessException>(() => broken.Client.Links.CreateAsync(new NewLink { Url = "u" }, Cancelled));
        Assert.Null(failure.Status);
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.GatewayTimeout)]
    public async Task A_link_that_may_have_been_made_is_not_made_again(HttpStatusCode status)
    {
        var handler = new ScriptedHandler(_ => new HttpResponseMessage(status));
        using var service = Service(handler);
        var failure = await Assert.ThrowsAsync<ServerlessException>(() => service.Client.Links.CreateAsync(new NewLink { Url = "u" }, Cancelled));
        Assert.Equal(status, failure.Status);
        Assert.Single(handler.Requests);
    }

    [Fact]
    public async Task A_link_that_was_turned_away_is_asked_for_again()
    {
        var handler = new ScriptedHandler(number => number == 1 ? TooMany(0) : ScriptedHandler.Json(HttpStatusCode.Created, Link));
        using var service = Service(handler);
        Assert.Equal("k", (await service.Client.Links.CreateAsync(new NewLink { Url = "u" }, Cancelled)).Key);
    }

    [Fact]
    public async Task A_check_is_never_sent_twice_once_it_was_sent()
    {
        var handler = new ScriptedHandler(_ => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable));
        using var service = Service(handler);
        await Assert.ThrowsAsync<ServerlessException>(() => service.Client.RateLimits.CheckAsync(Check, Cancelled));
        Assert.Single(handler.Requests);
    }

    [Fact]
    public async Task A_check_is_sent_again_when_no_connection_came_about()
    {
        var handler = new ScriptedHandler(number => number < 3 ? throw new HttpRequestException(HttpRequestError.ConnectionError) : ScriptedHandler.Json(HttpStatusCode.OK, Decision));
        using var service = Service(handler);
        Assert.True((await service.Client.RateLimits.CheckAsync(Check, Cancelled)).Allowed);
    }

    [Fact]
    public async Task A_longer_wait_than_the_client_has_patience_for_is_the_callers_to_decide()
    {
        var handler = new ScriptedHandler(_ => TooMany(3_600));
        using var service = Service(handler);
        var failure = await Assert.ThrowsAsync<ServerlessException>(() => service.Client.Links.FindAsync("k", Cancelled));
        Assert.Equal(TimeSpan.FromHours(1), failure.RetryAfter);
        Assert.Single(handler.Requests);
    }

    [Fact]
    public async Task Gives_up_after_as_many_repetitions_as_it_may()
    {
        var handler = new ScriptedHandler(_ => throw new HttpRequestException(HttpRequestError.ConnectionError));
        using var service = Service(handler);
        var failure = await Assert.ThrowsAsync<ServerlessException>(() => service.Client.Links.FindAsync("k", Cancelled));
        Assert.True(failure.IsUnavailable);
        Assert.Equal(5, handler.Requests.Count);
    }

    [Fact]
    public async Task Names_are_escaped_and_a_path_of_the_address_is_kept()
    {
        var handler = new ScriptedHandler(_ => ScriptedHandler.Json(HttpStatusCode.OK, Link));
        using var service = new TestClient(new Uri("https://example.com/behind"), "key", handler);
        await service.Client.Links.FindAsync("a/b?c", Cancelled);
        Assert.Equal("GET /behind/api/links/a%2Fb%3Fc", handler.Requests[0].Line);
    }

    [Fact]
    public async Task An_answer_of_something_else_is_an_error_that_says_so()
    {
        var handler = new ScriptedHandler(_ => ScriptedHandler.Json(HttpStatusCode.OK, "<html>", "text/html"));
        using var service = Service(handler);
        var failure = await Assert.ThrowsAsync<ServerlessException>(() => service.Client.Links.FindAsync("k", Cancelled));
        Assert.Contains("did not answer as this service does", failure.Message, StringComparison.Ordinal);
        Assert.False(failure.IsUnavailable);
    }

    [Theory]
    [InlineData("ftp://example.com", "key", 4)]
    [InlineData("https://example.com", "two words", 4)]
    [InlineData("https://example.com", "key", 11)]
    public void Options_that_can_t_be_used_are_refused(string address, string key, int retries) =>
        Assert.Throws<Microsoft.Extensions.Options.OptionsValidationException>(() => new TestClient(new Uri(address), key, configure: options => options.MaxRetries = retries));

    private static HttpResponseMessage TooMany(int seconds)
    {
        var answer = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
        answer.Headers.RetryAfter = new(TimeSpan.FromSeconds(seconds));
        return answer;
    }

    private static TestClient Service(ScriptedHandler handler) =>
        new(new Uri("https://example.com"), "key", handler, options => options.RetryDelay = TimeSpan.FromMilliseconds(1));
}
