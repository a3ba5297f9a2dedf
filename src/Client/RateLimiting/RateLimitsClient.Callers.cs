namespace Serverless.Client;

/// <summary>What is known of callers, what they have left, and giving back.</summary>
public sealed partial class RateLimitsClient
{
    private const string CallersPath = "api/ratelimit/callers";
    private const string CountersPath = "api/ratelimit/counters";
    private const string RefundPath = "api/ratelimit/refund";

    /// <summary>Gives a caller a plan, whether or not there is a record. Other instances of the service follow within 10 seconds.</summary>
    public Task<RateLimitCallerRecord> PutCallerAsync(RateLimitCallerRecord caller, CancellationToken cancellationToken = default) => WriteAsync(caller, null, cancellationToken);

    /// <summary>Gives a caller a plan where a condition is met.</summary>
    /// <exception cref="ServerlessException">412: the condition is not met; or another failure.</exception>
    public Task<RateLimitCallerRecord> PutCallerAsync(RateLimitCallerRecord caller, WriteCondition condition, CancellationToken cancellationToken = default) =>
        WriteAsync(caller, condition, cancellationToken);

    /// <summary>What is known of a caller; null for nothing.</summary>
    public Task<RateLimitCallerRecord?> FindCallerAsync(RateLimitCallerKind kind, string id, CancellationToken cancellationToken = default) =>
        api.FindAsync(PathOf(kind, id), RateLimitsJson.Web.RateLimitCallerRecord, (record, etag) => record with { ETag = etag }, cancellationToken);

    /// <summary>All records, by kind and id.</summary>
    public IAsyncEnumerable<RateLimitCallerRecord> ListCallersAsync(CancellationToken cancellationToken = default) =>
        api.ListAsync(CallersPath, RateLimitsJson.Web.PageRateLimitCallerRecord, cancellationToken);

    /// <summary>Deletes what is known of a caller, whose counters stay.</summary>
    /// <returns>Whether there was a record.</returns>
    public Task<bool> DeleteCallerAsync(RateLimitCallerKind kind, string id, CancellationToken cancellationToken = default) => api.DeleteAsync(PathOf(kind, id), cancellationToken);

    /// <summary>Deletes what is known of a caller where a condition is met.</summary>
    /// <returns>Whether there was a record.</returns>
    /// <exception cref="ServerlessException">412: the condition is not met; or another failure.</exception>
    public Task<bool> DeleteCallerAsync(RateLimitCallerKind kind, string id, WriteCondition condition, CancellationToken cancellationToken = default) =>
        api.DeleteAsync(PathOf(kind, id), condition, cancellationToken);

    /// <summary>What a caller has left of a rule; takes nothing.</summary>
    /// <param name="caller">Named by what the rule counts by, and by nothing else but a plan; null where it counts all together.</param>
    /// <returns>Null if there is no such rule.</returns>
    public Task<RateLimitCounter?> FindCounterAsync(string rule, RateLimitCaller? caller = null, CancellationToken cancellationToken = default) =>
        api.FindAsync(CounterPathOf(rule, caller), RateLimitsJson.Web.RateLimitCounter, cancellationToken);

    /// <summary>Lets a rule begin anew for a caller, everywhere within a second.</summary>
    /// <param name="caller">Named by what the rule counts by; null where it counts all together.</param>
    /// <returns>Whether there is such a rule.</returns>
    public Task<bool> ResetCounterAsync(string rule, RateLimitCaller? caller = null, CancellationToken cancellationToken = default) =>
        api.DeleteAsync(CounterPathOf(rule, caller), cancellationToken);

    /// <summary>Gives back what an allowed check took. Not repeated once it was sent: it would be given back twice.</summary>
    /// <param name="at">The check's <see cref="RateLimitDecision.At"/>.</param>
    /// <returns>What came back to which rule.</returns>
    public async Task<IReadOnlyList<RateLimitRefund>> RefundAsync(RateLimitCheck check, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        var body = ApiConnection.Json(new RefundRequest(check.Api, check.Op, check.Caller, check.Cost, at), RateLimitsJson.Web.RefundRequest);
        return (await api.SendAsync(HttpMethod.Post, RefundPath, body, RetryMode.IfUnsent, RateLimitsJson.Web.RefundAnswer, cancellationToken)).Returned;
    }

    private Task<RateLimitCallerRecord> WriteAsync(RateLimitCallerRecord caller, WriteCondition? condition, CancellationToken cancellationToken) => api.WriteAsync(
        HttpMethod.Put, PathOf(caller.Kind, caller.Id), ApiConnection.Json(caller, RateLimitsJson.Web.RateLimitCallerRecord), RetryMode.Always, RateLimitsJson.Web.RateLimitCallerRecord, (answered, etag) => answered with { ETag = etag }, condition, cancellationToken);

    private static string PathOf(RateLimitCallerKind kind, string id) => PathOf($"{CallersPath}/{WordOf(kind)}", id);

    private static string WordOf(RateLimitCallerKind kind) => kind switch
    {
        RateLimitCallerKind.User => IdentifyBy.User,
        RateLimitCallerKind.ApiKey => IdentifyBy.ApiKey,
        RateLimitCallerKind.Ip => IdentifyBy.Ip,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind."),
    };

    private static string CounterPathOf(string rule, RateLimitCaller? caller)
    {
        if (caller?.Headers is { Count: > 1 })
        {
            throw new ArgumentException("A rule counts by one header.", nameof(caller));
        }

        (string Name, string? Value)[] query =
        [
            ("rule", rule), ("user", caller?.User), ("apiKey", caller?.ApiKey), ("ip", caller?.Ip), ("header", caller?.Headers?.Values.SingleOrDefault()), ("plan", caller?.Plan),
        ];
        return $"{CountersPath}?{string.Join('&', query.Where(each => each.Value is not null).Select(each => $"{each.Name}={Uri.EscapeDataString(each.Value!)}"))}";
    }
}
