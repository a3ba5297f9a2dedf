using static Serverless.Core.Access.ScopeNames;

namespace Serverless.Torture.Security;

/// <summary>A right request for every HTTP function, all about things called <see cref="Name"/>.</summary>
internal static class Routes
{
    public const string Name = "things-1";

    /// <summary>In place of a scope: whoever has a key may enter.</summary>
    public const string AnyKey = "";
    public const string LinkAlias = "things-link";

    private const string Topic = "/api/topics/" + Name;
    private const string Subscription = Topic + "/subscriptions/" + Name;
    private const string Refund = $$"""{"api":"{{Name}}","op":"read","caller":{"user":"ann"},"cost":1,"at":"2026-11-23T10:00:00Z"}""";
    private const string Rule = $$"""{"api":"{{Name}}","op":"read","timeUnit":"minute","requests":100}""";
    private const string Check = $$"""{"api":"{{Name}}","op":"read","cost":1,"caller":{"user":"u","ip":"203.0.113.7","headers":{"x-a":"b"} } }""";
    private const string Api = """{"operations":[{"op":"read","method":"GET","route":"a/{id}"}],"requireKey":false}""";

    private const string Push =
        """{"delivery":{"mode":"push","endpoint":"http://127.0.0.1:9/hook","batch":true},"ackDeadline":"PT30S","ordered":true,"retry":{"minBackoff":"PT1S","maxBackoff":"PT10M","maxAttempts":10},"onExhausted":"deadLetter","filter":{"kind":"a","name":{"prefix":"b"}},"start":"earliest","paused":true}""";

    /// <summary>In an order in which each finds what it needs.</summary>
    public static IReadOnlyList<RouteCall> All { get; } =
    [
        new("Home", "GET", "/"),
        new("ConsolePage", "GET", "/api/console"),
        new("ConsoleAsset", "GET", "/api/console/assets/unknown.js"),
        new("GetOpenApi", "GET", "/api/openapi.json"),
        new("HealthLive", "GET", "/api/health/live"),
        new("HealthReady", "GET", "/api/health/ready"),
        new("FollowLink", "GET", "/unknown-key"),
        new("Gateway", "GET", "/gateway/unknown-api/x"),

        new("GetOverview", "GET", "/api/overview", AnyKey),
        new("CreateKey", "POST", "/api/keys", Admin, Body: """{"owner":"somebody","scopes":["links","publish:orders-*"],"expiresAt":"2100-01-01T00:00:00Z"}"""),
        new("GetOwnKey", "GET", "/api/keys/self", AnyKey),
        new("RotateKey", "POST", "/api/keys/unknown/rotate", Admin),
        new("ListKeys", "GET", "/api/keys", Admin),
        new("RevokeKey", "DELETE", "/api/keys/unknown", Admin),
        new("ListAudit", "GET", "/api/audit", Admin),

        new("CreateLinks", "POST", "/api/links", Links, Body: """{"url":"https://example.com/a?b=c","expiresIn":"P30D","redirect":302}"""),
        new("ListLinks", "GET", "/api/links", Links),
        new("GetLink", "GET", "/api/links/" + LinkAlias, Links),
        new("GetLinkStats", "GET", $"/api/links/{LinkAlias}/stats", Links),
        new("GetLinkQr", "GET", $"/api/links/{LinkAlias}/qr", Links),
        new("ChangeLink", "PATCH", "/api/links/" + LinkAlias, Links, Body: """{"url":"https://example.com/b","expiresAt":"2027-01-01T00:00:00Z","redirect":301}"""),
        new("RestoreLink", "POST", $"/api/links/{LinkAlias}/restore", Links, Body: """{"expiresIn":"P30D"}"""),
        new("DeleteLink", "DELETE", "/api/links/" + LinkAlias, Links),

        new("PutRateLimitRule", "PUT", "/api/ratelimit/rules/" + Name, ManageRateLimits, Name, Rule),
        new("GetRateLimitRule", "GET", "/api/ratelimit/rules/" + Name, ManageRateLimits, Name),
        new("GetRateLimitRuleTraffic", "GET", $"/api/ratelimit/rules/{Name}/traffic", ManageRateLimits, Name),
        new("ListRateLimitRules", "GET", "/api/ratelimit/rules?api=" + Name, ManageRateLimits, Name),
        new("PutRateLimitApi", "PUT", "/api/ratelimit/apis/" + Name, ManageRateLimits, Name, Api),
        new("GetRateLimitApi", "GET", "/api/ratelimit/apis/" + Name, ManageRateLimits, Name),
        new("ListRateLimitApis", "GET", "/api/ratelimit/apis", ManageRateLimits),
        new("PutRateLimitCaller", "PUT", "/api/ratelimit/callers/user/ann", ManageRateLimits, Body: """{"plan":"gold","note":"n"}"""),
        new("GetRateLimitCaller", "GET", "/api/ratelimit/callers/user/ann", ManageRateLimits),
        new("ListRateLimitCallers", "GET", "/api/ratelimit/callers", ManageRateLimits),
        new("DeleteRateLimitCaller", "DELETE", "/api/ratelimit/callers/user/ann", ManageRateLimits),
        new("GetRateLimitCounter", "GET", $"/api/ratelimit/counters?rule={Name}&user=ann", ManageRateLimits, Name),
        new("ResetRateLimitCounter", "DELETE", $"/api/ratelimit/counters?rule={Name}&user=ann", ManageRateLimits, Name),
        new("RefundRateLimit", "POST", "/api/ratelimit/refund", CheckRateLimits, Name, Refund),
        new("CheckRateLimit", "POST", "/api/ratelimit/check", CheckRateLimits, Name, Check),
        new("AuthorizeRateLimit", "GET", $"/api/ratelimit/authorize?api={Name}&op=read", CheckRateLimits, Name),
        new("DeleteRateLimitApi", "DELETE", "/api/ratelimit/apis/" + Name, ManageRateLimits, Name),
        new("DeleteRateLimitRule", "DELETE", "/api/ratelimit/rules/" + Name, ManageRateLimits, Name),

        new("PutTopic", "PUT", Topic, ManageTopics, Name, """{"shards":2,"retention":{"mode":"keepFor","duration":"PT1H"},"maxAge":"P7D"}"""),
        new("GetTopic", "GET", Topic, ManageTopics, Name),
        new("ListTopics", "GET", "/api/topics", ManageTopics),
        new("PutSubscription", "PUT", Subscription, ManageTopics, Name, Push),
        new("GetSubscription", "GET", Subscription, ManageTopics, Name),
        new("ChangeSubscription", "PATCH", Subscription, ManageTopics, Name, """{"delivery":{"mode":"pull"},"paused":false,"ackDeadline":"PT10S","ordered":false}"""),
        new("ListSubscriptions", "GET", Topic + "/subscriptions", ManageTopics, Name),
        new("Publish", "POST", Topic + "/publish", Publish, Name, """{"messages":[{"data":{"a":1},"attributes":{"kind":"a"},"orderingKey":"k","messageId":"m"},{"dataBase64":"AAEC"}]}"""),
        new("ListScheduledMessages", "GET", Topic + "/scheduled", Publish, Name),
        new("GetScheduledMessage", "GET", Topic + "/scheduled/m", Publish, Name),
        new("CancelScheduledMessage", "DELETE", Topic + "/scheduled/m", Publish, Name),
        new("PullMessages", "POST", Subscription + "/pull", Subscribe, Name, """{"max":10,"wait":"PT0S"}"""),
        new("PeekMessages", "POST", Subscription + "/peek", Subscribe, Name, """{"max":10}"""),
        new("AcknowledgeMessages", "POST", Subscription + "/ack", Subscribe, Name, """{"ackIds":["AAAA"]}"""),
        new("NackMessages", "POST", Subscription + "/nack", Subscribe, Name, """{"ackIds":["AAAA"],"delay":"PT5S"}"""),
        new("ExtendLeases", "POST", Subscription + "/extend", Subscribe, Name, """{"ackIds":["AAAA"],"by":"PT30S"}"""),
        new("SeekSubscription", "POST", Subscription + "/seek", Subscribe, Name, """{"to":"earliest"}"""),
        new("GetSubscriptionStats", "GET", Subscription + "/stats", Subscribe, Name),
        new("ListAttempts", "GET", Subscription + "/attempts", Subscribe, Name),
        new("RetryMessages", "POST", Subscription + "/retry", Subscribe, Name, """{"all":true}"""),
        new("ListDeadLetters", "GET", Subscription + "/dead-letters", Subscribe, Name),
        new("DiscardDeadLetters", "DELETE", Subscription + "/dead-letters", Subscribe, Name, """{"ids":["a"]}"""),
        new("ReplayDeadLetters", "POST", Subscription + "/dead-letters/replay", Subscribe, Name, """{"ids":["a"]}"""),
        new("DeleteSubscription", "DELETE", Subscription, ManageTopics, Name),
        new("DeleteTopic", "DELETE", Topic, ManageTopics, Name),
    ];
}
