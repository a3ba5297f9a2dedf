namespace Serverless.Functions.RateLimiting;

/// <summary>JSON of the rate limiter, for its description.</summary>
public static class RateLimitExamples
{
    public const string NewRule = """{"api":"shop","op":"orders.create","timeUnit":"minute","requests":60,"algorithm":"tokenBucket","identifyBy":"user","burst":10}""";

    public const string Rule =
        """
        {"id":"shop-orders","api":"shop","op":"orders.create","timeUnit":"minute","requests":60,"algorithm":"tokenBucket","identifyBy":"user",
         "burst":10,"onFailure":"open","mode":"enforce","enabled":true}
        """;

    public const string Rules = """{"items":[""" + Rule + """],"continuation":null}""";

    public const string NewApi = """{"upstream":"http://127.0.0.1:8080/v1","operations":[{"op":"orders.create","method":"POST","route":"orders"}],"requireKey":false}""";

    public const string Api = """{"name":"shop","upstream":"http://127.0.0.1:8080/v1","operations":[{"op":"orders.create","method":"POST","route":"orders"}],"requireKey":false}""";

    public const string Apis = """{"items":[""" + Api + """],"continuation":null}""";

    public const string Check = """{"api":"shop","op":"orders.create","caller":{"user":"ann","ip":"203.0.113.7"},"cost":1}""";

    public const string Allowed =
        """{"allowed":true,"limit":60,"remaining":59,"retryAfter":null,"resetAt":"2026-11-23T10:01:00Z","rule":"shop-orders","degraded":false,"at":"2026-11-23T10:00:17.000123Z"}""";

    public const string NewCaller = """{"plan":"gold","note":"Contract of November 2026"}""";

    public const string Caller = """{"kind":"user","id":"ann","plan":"gold","note":"Contract of November 2026"}""";

    public const string Callers = """{"items":[""" + Caller + """],"continuation":null}""";

    public const string RuleTraffic = """{"minutes":[{"at":"2026-11-23T10:00:00Z","allowed":58,"denied":3,"nearLimit":11,"dryRunDenied":0}]}""";

    public const string Counter = """{"rule":"shop-orders","plan":"gold","limit":1000,"remaining":12,"retryAfter":null,"resetAt":"2026-11-23T10:01:00Z"}""";

    public const string Refund = """{"api":"shop","op":"orders.create","caller":{"user":"ann"},"cost":1,"at":"2026-11-23T10:00:17.000123Z"}""";

    public const string Refunded = """{"returned":[{"rule":"shop-orders","permits":1}]}""";
}
