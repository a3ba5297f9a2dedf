using Serverless.Functions.Tests.EndToEnd;
using Serverless.Functions.Tests.Requests;

namespace Serverless.Functions.Tests.RateLimiting;

/// <summary>ETags of rules.</summary>
public sealed class RuleETagTests(RunningApp app) : PutETagContract(app), IClassFixture<RunningApp>
{
    protected override string Path => $"/api/ratelimit/rules/{Name}";

    protected override (object First, object Second) Bodies =>
        (new { api = Name, op = "x", timeUnit = "day", requests = 1 }, new { api = Name, op = "x", timeUnit = "day", requests = 2 });
}

/// <summary>ETags of APIs.</summary>
public sealed class ApiETagTests(RunningApp app) : PutETagContract(app), IClassFixture<RunningApp>
{
    protected override string Path => $"/api/ratelimit/apis/{Name}";

    protected override (object First, object Second) Bodies => (new { }, new { operations = new[] { new { op = "a", method = "GET", route = "a" } } });
}

/// <summary>ETags of callers' records.</summary>
public sealed class CallerETagTests(RunningApp app) : PutETagContract(app), IClassFixture<RunningApp>
{
    protected override string Path => $"/api/ratelimit/callers/user/{Name}";

    protected override (object First, object Second) Bodies => (new { plan = "gold" }, new { plan = "silver" });
}
