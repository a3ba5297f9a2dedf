namespace Serverless.Client.Tests.Http;

/// <summary>Names that an address is shortened by, so that the request would be for what lies above.</summary>
public sealed class PathSegmentTests : IDisposable
{
    private readonly ScriptedHandler handler = new(_ => new HttpResponseMessage(HttpStatusCode.NoContent));
    private readonly TestClient service;

    public PathSegmentTests() => service = new TestClient(new Uri("https://example.com"), "key", handler);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        service.Dispose();
        handler.Dispose();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    public async Task Are_refused_everywhere_before_anything_is_sent(string? given)
    {
        var (client, name) = (service.Client, given!);
        Func<Task>[] requests =
        [
            () => client.Topics.PutAsync(name, cancellationToken: Cancelled),
            () => client.Topics.FindAsync(name, Cancelled),
            () => client.Topics.DeleteAsync(name, Cancelled),
            () => client.Topics.DeleteAsync(name, WriteCondition.Exists, Cancelled),
            () => client.Topics.PublishAsync(name, NewMessage.Of("hello"), Cancelled),
            () => client.Topics.FindScheduledAsync("t", name, Cancelled),
            () => client.Topics.CancelScheduledAsync("t", name, Cancelled),
            () => client.Topics.CancelScheduledAsync(name, "id", Cancelled),
            () => client.Topics.ListScheduledAsync(name, Cancelled).ToListAsync(Cancelled).AsTask(),
            () => client.Subscriptions.PutAsync("t", name, new SubscriptionSettings(), Cancelled),
            () => client.Subscriptions.FindAsync(name, "s", Cancelled),
            () => client.Subscriptions.ChangeAsync("t", name, new SubscriptionSettings(), Cancelled),
            () => client.Subscriptions.DeleteAsync("t", name, Cancelled),
            () => client.Subscriptions.DeleteAsync(name, "s", Cancelled),
            () => client.Subscriptions.FindStatsAsync("t", name, Cancelled),
            () => client.Subscriptions.PullAsync("t", name, cancellationToken: Cancelled),
            () => client.Subscriptions.AckAsync("t", name, ["ack"], Cancelled),
            () => client.Subscriptions.ListAsync(name, Cancelled).ToListAsync(Cancelled).AsTask(),
            () => client.Subscriptions.ListDeadLettersAsync("t", name, Cancelled).ToListAsync(Cancelled).AsTask(),
            () => client.Subscriptions.ReplayDeadLettersAsync("t", name, cancellationToken: Cancelled),
            () => client.Subscriptions.DiscardDeadLettersAsync("t", name, cancellationToken: Cancelled),
            () => client.SubscribeAsync("t", name, cancellationToken: Cancelled).ToListAsync(Cancelled).AsTask(),
            () => client.Links.FindAsync(name, Cancelled),
            () => client.Links.ChangeAsync(name, new LinkChange(), Cancelled),
            () => client.Links.DeleteAsync(name, Cancelled),
            () => client.Links.RestoreAsync(name, cancellationToken: Cancelled),
            () => client.Links.FindStatsAsync(name, Cancelled),
            () => client.Links.FindQrCodeAsync(name, Cancelled),
            () => client.RateLimits.FindRuleAsync(name, Cancelled),
            () => client.RateLimits.DeleteRuleAsync(name, Cancelled),
            () => client.RateLimits.PutRuleAsync(new RateLimitRule { Id = name, Api = "a", Op = "o", TimeUnit = RateLimitUnit.Day, Requests = 1 }, Cancelled),
            () => client.RateLimits.FindApiAsync(name, Cancelled),
            () => client.RateLimits.DeleteApiAsync(name, Cancelled),
            () => client.RateLimits.PutApiAsync(new RateLimitApi { Name = name }, Cancelled),
            () => client.RateLimits.FindCallerAsync(RateLimitCallerKind.User, name, Cancelled),
            () => client.RateLimits.DeleteCallerAsync(RateLimitCallerKind.User, name, Cancelled),
            () => client.RateLimits.PutCallerAsync(new RateLimitCallerRecord { Kind = RateLimitCallerKind.User, Id = name, Plan = "gold" }, Cancelled),
            () => client.Keys.RotateAsync(name, cancellationToken: Cancelled),
            () => client.Keys.RevokeAsync(name, Cancelled),
        ];
        foreach (var request in requests)
        {
            var refused = await Assert.ThrowsAsync<ArgumentException>(request);
            Assert.Contains("name or id", refused.Message, StringComparison.Ordinal);
        }

        Assert.Empty(handler.Requests);
    }

    [Theory]
    [InlineData("...", "...")]
    [InlineData(".a", ".a")]
    [InlineData("a/..", "a%2F..")]
    [InlineData("../a", "..%2Fa")]
    public async Task Are_those_alone(string name, string sent)
    {
        await service.Client.Topics.DeleteAsync(name, Cancelled);
        Assert.Equal($"DELETE /api/topics/{sent}", Assert.Single(handler.Requests).Line);
    }
}
