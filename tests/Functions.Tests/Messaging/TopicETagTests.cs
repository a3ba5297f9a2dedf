using Serverless.Functions.Tests.EndToEnd;
using Serverless.Functions.Tests.Requests;

namespace Serverless.Functions.Tests.Messaging;

/// <summary>ETags of topics.</summary>
public sealed class TopicETagTests(RunningApp app) : PutETagContract(app), IClassFixture<RunningApp>
{
    protected override string Path => $"/api/topics/{Name}";

    protected override (object First, object Second) Bodies => (new { }, new { maxAge = "P1D" });
}

/// <summary>ETags of subscriptions that are put.</summary>
public sealed class SubscriptionETagTests(RunningApp app) : PutETagContract(app), IClassFixture<RunningApp>
{
    protected override string Path => $"/api/topics/{Name}/subscriptions/mail";

    protected override (object First, object Second) Bodies => (new { delivery = new { mode = "pull" } }, new { delivery = new { mode = "pull" }, ordered = true });

    protected override bool IsKnownByTag => false;

    protected override async Task PrepareAsync()
    {
        using var topic = await Admin.PutAsync($"/api/topics/{Name}", new { });
        Assert.Equal(HttpStatusCode.Created, topic.Status);
    }
}

/// <summary>ETags of subscriptions that are patched.</summary>
public sealed class PatchedSubscriptionETagTests(RunningApp app) : ETagContract(app), IClassFixture<RunningApp>
{
    protected override string Path => $"/api/topics/{Name}/subscriptions/mail";

    protected override (object First, object Second) Bodies => (new { delivery = new { mode = "pull" } }, new { paused = true });

    protected override HttpMethod Change => HttpMethod.Patch;

    protected override bool IsKnownByTag => false;

    protected override async Task PrepareAsync()
    {
        using var topic = await Admin.PutAsync($"/api/topics/{Name}", new { });
        Assert.Equal(HttpStatusCode.Created, topic.Status);
    }
}
