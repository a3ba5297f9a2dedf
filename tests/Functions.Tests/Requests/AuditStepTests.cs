using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Serverless.Core.Access;
using Serverless.Core.Auditing;
using Serverless.Core.Storage;
using Serverless.Core.Tests;
using Serverless.Core.Tests.Auditing;
using Serverless.Functions.Auditing;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Tests.Requests;

/// <summary>What is recorded of a change, wherever it breaks off.</summary>
public sealed class AuditStepTests
{
    private static readonly Operation PutRule = new("test.put", ScopeNames.ManageRateLimits) { Audited = AuditedResource.Rule.Is("put") };
    private static readonly Operation PatchLink = new("test.patch", ScopeNames.Links) { Audited = AuditedResource.Link.Is("patch") };

    private readonly InMemoryAuditStore store = new();
    private readonly AuditTrail trail;
    private readonly RequestPipeline pipeline;
    private Caller caller = new("key-1", "ops", [Scope.Parse("admin")]);

    public AuditStepTests()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero));
        trail = new AuditTrail(store, new StoreRetry(TimeProvider.System, TimeSpan.FromTicks(1)), new SeededRandomNumberGenerator(7), time, NullLogger<AuditTrail>.Instance);
        pipeline = new RequestPipeline([new ProblemStep(NullLogger<ProblemStep>.Instance), new CallerStep(() => caller), new AuditStep(trail, new Owners(), NullLogger<AuditStep>.Instance)]);
    }

    [Theory]
    [InlineData("/api/ratelimit/rules/per-user", "rule", "per-user")]
    [InlineData("/API/rateLimit/Rules/per-user/", "rule", "per-user")]
    [InlineData("/api/ratelimit/apis/shop", "api", "shop")]
    [InlineData("/api/ratelimit/callers/user/anna", "caller", "user/anna")]
    [InlineData("/api/ratelimit/callers/ip/2001:db8::/64", "caller", "ip/2001:db8::/64")]
    [InlineData("/api/topics/orders", "topic", "orders")]
    [InlineData("/api/topics/orders/subscriptions/billing", "subscription", "orders/billing")]
    [InlineData("/api/topics/orders/subscriptions/billing/seek", "subscription", "orders/billing")]
    [InlineData("/api/keys", "key", null)]
    [InlineData("/api/keys/abc", "key", "abc")]
    [InlineData("/api/keys/abc/rotate", "key", "abc")]
    [InlineData("/api/links/promo/restore", "link", "promo")]
    [InlineData("/api/ratelimit/counters?rule=per-user&user=anna", "counter", "per-user/user/anna")]
    [InlineData("/api/ratelimit/counters?ip=2001:db8::1&rule=per-user", "counter", "per-user/ip/2001:db8::1")]
    [InlineData("/api/ratelimit/counters?rule=per-tenant&header=secret", "counter", "per-tenant")]
    [InlineData("/api/ratelimit/counters?rule=all", "counter", "all")]
    [InlineData("/api/ratelimit/counters?user=anna", "counter", null)]
    public void Names_what_is_changed(string target, string kind, string? name)
    {
        var (request, parts) = (new DefaultHttpContext().Request, target.Split('?'));
        (request.Path, request.QueryString) = (parts[0], parts.Length > 1 ? new QueryString($"?{parts[1]}") : default);
        AuditedResource[] all = [AuditedResource.Rule, AuditedResource.Api, AuditedResource.Caller, AuditedResource.Counter, AuditedResource.Topic, AuditedResource.Subscription, AuditedResource.Key, AuditedResource.Link];
        Assert.Equal(name, Assert.Single(all, resource => resource.Kind == kind).NameIn(request));
    }

    [Fact]
    public async Task Has_stored_the_intent_before_the_function_begins()
    {
        AuditRecord? seen = null;
        await RunAsync(PutRule, async _ =>
        {
            seen = Assert.Single(await AllAsync());
            return TypedResults.NoContent();
        });
        Assert.Equal((AuditOutcome.Unconfirmed, "key-1", "ops", "put", "rule", "per-user", "r-1"), (seen!.Outcome, seen.Actor, seen.Owner, seen.Action, seen.Resource, seen.Name, seen.RequestId));
        Assert.Equal((AuditOutcome.Done, 204), await EndAsync());
    }

    [Theory]
    [InlineData(typeof(StoreUnavailableException), AuditOutcome.Failed, 503)]
    [InlineData(typeof(WriteConflictException), AuditOutcome.Failed, 503)]
    [InlineData(typeof(InvalidOperationException), AuditOutcome.Failed, 500)]
    [InlineData(typeof(BadHttpRequestException), AuditOutcome.Refused, 400)]
    public async Task Says_that_a_function_failed_as_the_client_is_told(Type exception, AuditOutcome outcome, int status)
    {
        var result = await RunAsync(PutRule, _ => throw (exception == typeof(BadHttpRequestException) ? new BadHttpRequestException("cut off") : (Exception)Activator.CreateInstance(exception)!));
        Assert.Equal((outcome, (int?)status), await EndAsync());
        Assert.Equal(status, ((IStatusCodeHttpResult)result).StatusCode);
    }

    [Fact]
    public async Task Does_not_let_a_function_begin_whose_intent_can_not_be_stored()
    {
        store.Fails = _ => true;
        var result = Assert.IsType<ProblemResult>(await RunAsync(PutRule, _ => throw new InvalidOperationException("It has begun.")));
        Assert.Equal((503, "Nothing was changed: the change could not be recorded."), (result.StatusCode, result.Problem.Title));
        Assert.Empty(await AllAsync());
    }

    [Fact]
    public async Task Answers_what_was_done_though_its_end_can_not_be_stored()
    {
        store.Fails = record => record.Outcome != AuditOutcome.Unconfirmed;
        var result = await RunAsync(PutRule, _ => Task.FromResult<IResult>(TypedResults.NoContent()));
        Assert.Equal(204, ((IStatusCodeHttpResult)result).StatusCode);
        Assert.Equal((AuditOutcome.Unconfirmed, (int?)null), await EndAsync());
    }

    [Theory]
    [InlineData("admin", "theirs", 1)]
    [InlineData("admin", "ours", 0)]
    [InlineData("admin", "missing", 0)]
    [InlineData("links", "theirs", 0)]
    public async Task Records_what_an_admin_does_to_links_of_others_alone(string scope, string key, int records)
    {
        caller = new Caller("key-1", "ops", [Scope.Parse(scope)]);
        await RunAsync(PatchLink, _ => Task.FromResult<IResult>(TypedResults.NoContent()), $"/api/links/{key}");
        Assert.Equal(records, (await AllAsync()).Count);
    }

    [Fact]
    public async Task Leaves_other_operations_alone()
    {
        await RunAsync(new Operation("test.get", ScopeNames.ManageRateLimits), _ => Task.FromResult<IResult>(TypedResults.NoContent()));
        Assert.Empty(await AllAsync());
    }

    private Task<IResult> RunAsync(Operation operation, RequestHandler handler, string path = "/api/ratelimit/rules/per-user")
    {
        var request = new DefaultHttpContext().Request;
        request.Path = path;
        request.Headers["x-request-id"] = "r-1";
        return pipeline.RunAsync(request, operation, handler);
    }

    private async Task<IReadOnlyList<AuditRecord>> AllAsync() => (await trail.ListAsync(null, 100, TestContext.Current.CancellationToken)).Records;

    private async Task<(AuditOutcome, int?)> EndAsync()
    {
        var record = Assert.Single(await AllAsync());
        return (record.Outcome, record.Status);
    }

    private sealed class CallerStep(Func<Caller> caller) : IRequestStep
    {
        public Task<IResult> InvokeAsync(RequestContext context, RequestHandler next)
        {
            context.Caller = caller();
            return next(context);
        }
    }

    private sealed class Owners : IResourceOwners
    {
        public ValueTask<string?> FindOwnerAsync(string name, CancellationToken cancellationToken) =>
            ValueTask.FromResult(name switch { "theirs" => "somebody", "ours" => "ops", _ => null });
    }
}
