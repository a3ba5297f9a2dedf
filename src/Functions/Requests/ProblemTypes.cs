namespace Serverless.Functions.Requests;

/// <summary>The last part of every problem document's <c>type</c>. None of them ever changes its name: programs compare them. Explained in docs/errors.md.</summary>
public static class ProblemTypes
{
    public const string InvalidRequest = "invalid-request";
    public const string Unauthenticated = "unauthenticated";
    public const string Forbidden = "forbidden";
    public const string NotOwner = "not-owner";
    public const string NotFound = "not-found";
    public const string LinkGone = "link-gone";
    public const string LinkBlocked = "link-blocked";
    public const string AliasTaken = "alias-taken";
    public const string IdempotencyMismatch = "idempotency-mismatch";
    public const string IdempotencyInFlight = "idempotency-in-flight";
    public const string KeyExists = "key-exists";
    public const string BeingDelivered = "being-delivered";
    public const string PushSubscription = "push-subscription";
    public const string PreconditionFailed = "precondition-failed";
    public const string ShardsChanged = "shards-changed";
    public const string TooLarge = "too-large";
    public const string EncodedBody = "encoded-body";
    public const string UnsupportedFormat = "unsupported-format";
    public const string BadHttp = "bad-http";
    public const string QuotaExceeded = "quota-exceeded";
    public const string Overloaded = "overloaded";
    public const string LimitsUnavailable = "limits-unavailable";
    public const string NoOperation = "no-operation";
    public const string AmbiguousMethod = "ambiguous-method";
    public const string AmbiguousPath = "ambiguous-path";
    public const string UpgradeRefused = "upgrade-refused";
    public const string UpstreamFailed = "upstream-failed";
    public const string UpstreamRefused = "upstream-refused";
    public const string UpstreamTimeout = "upstream-timeout";
    public const string Unavailable = "unavailable";
    public const string Internal = "internal";

    private const string Prefix = "urn:problem-type:serverless:";

    /// <summary>What the <c>type</c> of a document says: a name of ours, or the address under which the type is registered.</summary>
    public static string UriOf(string type) =>
        type == QuotaExceeded ? "https://iana.org/assignments/http-problem-types#quota-exceeded" : Prefix + type;
}
