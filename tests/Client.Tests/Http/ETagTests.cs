using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Client.Tests.Http;

/// <summary>Writes with a condition: done where it is met, else told what is there.</summary>
public sealed class ETagTests(RunningApp app) : IClassFixture<RunningApp>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hold_for_everything_that_has_a_name()
    {
        using var registered = new TestClient(app.Address, app.AdminKey);
        var client = registered.Client;
        var link = await client.Links.CreateAsync(new NewLink { Url = "https://example.com/", Alias = "tagged-link" }, Cancelled);
        await HoldsAsync(
            link.ETag, WriteCondition.Has,
            async condition => (await client.Links.ChangeAsync("tagged-link", new LinkChange { Url = $"https://example.com/{Guid.NewGuid()}" }, condition, Cancelled)).ETag,
            async () => (await client.Links.FindAsync("tagged-link", Cancelled))!.ETag,
            condition => client.Links.DeleteAsync("tagged-link", condition, Cancelled));
        var rule = new RateLimitRule { Id = "tagged", Api = "a", Op = "o", TimeUnit = RateLimitUnit.Day, Requests = 1 };
        await HoldsAsync(
            (await client.RateLimits.PutRuleAsync(rule, WriteCondition.IsNew, Cancelled)).ETag, WriteCondition.Has,
            async condition => (await client.RateLimits.PutRuleAsync(rule, condition, Cancelled)).ETag,
            async () => (await client.RateLimits.FindRuleAsync("tagged", Cancelled))!.ETag,
            condition => client.RateLimits.DeleteRuleAsync("tagged", condition, Cancelled));
        var api = new RateLimitApi { Name = "tagged" };
        await HoldsAsync(
            (await client.RateLimits.PutApiAsync(api, WriteCondition.IsNew, Cancelled)).ETag, WriteCondition.Has,
            async condition => (await client.RateLimits.PutApiAsync(api, condition, Cancelled)).ETag,
            async () => (await client.RateLimits.FindApiAsync("tagged", Cancelled))!.ETag,
            condition => client.RateLimits.DeleteApiAsync("tagged", condition, Cancelled));
        await client.Topics.PutAsync("around", cancellationToken: Cancelled);
        var settings = new SubscriptionSettings { Delivery = Delivery.Pull };
        await HoldsAsync(
            (await client.Subscriptions.PutAsync("around", "tagged", settings, WriteCondition.IsNew, Cancelled)).ETag, WriteCondition.Has,
            async condition => (await client.Subscriptions.ChangeAsync("around", "tagged", new SubscriptionSettings { Paused = true }, condition, Cancelled)).ETag,
            async () => (await client.Subscriptions.FindAsync("around", "tagged", Cancelled))!.ETag,
            condition => client.Subscriptions.DeleteAsync("around", "tagged", condition, Cancelled));
        await HoldsAsync(
            (await client.Topics.PutAsync("tagged", null, WriteCondition.IsNew, Cancelled)).ETag, WriteCondition.Has,
            async condition => (await client.Topics.PutAsync("tagged", null, condition, Cancelled)).ETag,
            async () => (await client.Topics.FindAsync("tagged", Cancelled))!.ETag,
            condition => client.Topics.DeleteAsync("tagged", condition, Cancelled));
    }

    private static async Task HoldsAsync(
        string? made, Func<string, WriteCondition> has, Func<WriteCondition, Task<string?>> change, Func<Task<string?>> find, Func<WriteCondition, Task<bool>> delete)
    {
        Assert.Equal(made, await find());
        var changed = await change(has(made!));
        Assert.NotEqual(made, changed);
        var refused = await Assert.ThrowsAsync<ServerlessException>(() => change(has(made!)));
        Assert.Equal((HttpStatusCode.PreconditionFailed, "precondition-failed", changed), (refused.Status, refused.Problem.Code, refused.ETag));
        Assert.NotNull(refused.Problem.RequestId);
        await Assert.ThrowsAsync<ServerlessException>(() => change(WriteCondition.IsNew));
        await Assert.ThrowsAsync<ServerlessException>(() => delete(has(made!)));
        Assert.True(await delete(WriteCondition.Exists));
    }
}
