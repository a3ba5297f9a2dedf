using Serverless.Core.Access;
using Serverless.Functions.Requests;

namespace Serverless.Functions.RateLimiting;

/// <summary>The operations of the rate limiter. What their permission is needed for is an API, which the body or the stored rule names.</summary>
public static class RateLimitOperations
{
    public static readonly Operation PutRule = Manage("ratelimit.rules.put") with { Audited = AuditedResource.Rule.Is("put") };
    public static readonly Operation GetRule = Manage("ratelimit.rules.get");
    public static readonly Operation DeleteRule = Manage("ratelimit.rules.delete") with { Audited = AuditedResource.Rule.Is("delete") };
    public static readonly Operation ListRules = Manage("ratelimit.rules.list") with { Parameters = [.. PageQuery.Parameters, "api"] };
    public static readonly Operation RuleTraffic = Manage("ratelimit.rules.traffic");
    public static readonly Operation PutApi = new("ratelimit.apis.put", ScopeNames.ManageRateLimits) { Audited = AuditedResource.Api.Is("put") };
    public static readonly Operation GetApi = new("ratelimit.apis.get", ScopeNames.ManageRateLimits);
    public static readonly Operation DeleteApi = new("ratelimit.apis.delete", ScopeNames.ManageRateLimits) { Audited = AuditedResource.Api.Is("delete") };
    public static readonly Operation ListApis = new("ratelimit.apis.list", ScopeNames.ManageRateLimits) { Parameters = PageQuery.Parameters };
    public static readonly Operation PutCaller = new("ratelimit.callers.put", ScopeNames.ManageRateLimits) { Audited = AuditedResource.Caller.Is("put") };
    public static readonly Operation GetCaller = new("ratelimit.callers.get", ScopeNames.ManageRateLimits);
    public static readonly Operation DeleteCaller = new("ratelimit.callers.delete", ScopeNames.ManageRateLimits) { Audited = AuditedResource.Caller.Is("delete") };
    public static readonly Operation ListCallers = new("ratelimit.callers.list", ScopeNames.ManageRateLimits) { Parameters = PageQuery.Parameters };
    public static readonly Operation GetCounter = Manage("ratelimit.counters.get") with { Parameters = ["rule", "user", "apiKey", "ip", "header", "plan"] };
    public static readonly Operation ResetCounter = Manage("ratelimit.counters.reset") with
    {
        Parameters = ["rule", "user", "apiKey", "ip", "header", "plan"],
        Audited = AuditedResource.Counter.Is("reset"),
    };
    public static readonly Operation Refund = new("ratelimit.refund", ScopeNames.CheckRateLimits) { IsOnResourcesInBody = true, LogsOnlyFaults = true };
    public static readonly Operation Check = new("ratelimit.check", ScopeNames.CheckRateLimits) { IsOnResourcesInBody = true, Parameters = ["peek"], LogsOnlyFaults = true };
    public static readonly Operation Authorize =
        new("ratelimit.authorize", ScopeNames.CheckRateLimits) { IsOnResourcesInBody = true, PassesHeadersOn = true, Parameters = ["api", "op", "deny", "unmatched"], LogsOnlyFaults = true };
    public static readonly Operation Forward = new("gateway.forward", null) { PassesHeadersOn = true, Parameters = null, LogsOnlyFaults = true };

    private static Operation Manage(string name) => new(name, ScopeNames.ManageRateLimits) { IsOnResourcesInBody = true, IsUnlimitedForAdmins = true };
}
