using System.Net;

namespace Serverless.Client;

/// <summary>Rules, APIs, callers, and the question whether a caller may.</summary>
public sealed partial class RateLimitsClient
{
    /// <summary>The most checks that a batch may hold.</summary>
    public const int MaxBatch = 100;

    internal const string CheckPath = "api/ratelimit/check";

    private const string RulesPath = "api/ratelimit/rules";
    private const string ApisPath = "api/ratelimit/apis";

    private readonly ApiConnection api;

    internal RateLimitsClient(ApiConnection api) => this.api = api;

    /// <summary>Asks, and takes what the check costs if it is allowed. A denial is an answer. Not repeated once it was sent: it would be counted twice.</summary>
    public Task<RateLimitDecision> CheckAsync(RateLimitCheck check, CancellationToken cancellationToken = default) =>
        DecideAsync(check, CheckPath, RetryMode.IfUnsent, cancellationToken);

    /// <summary>Asks and takes nothing.</summary>
    public Task<RateLimitDecision> PeekAsync(RateLimitCheck check, CancellationToken cancellationToken = default) =>
        DecideAsync(check, $"{CheckPath}?peek=true", RetryMode.IfUnsent, cancellationToken);

    /// <summary>Asks up to <see cref="MaxBatch"/> times in one request.</summary>
    /// <returns>The decisions, in their order.</returns>
    public Task<IReadOnlyList<RateLimitDecision>> CheckAsync(IReadOnlyCollection<RateLimitCheck> checks, CancellationToken cancellationToken = default) => api.SendAsync(
        HttpMethod.Post, CheckPath, ApiConnection.Json(checks, RateLimitsJson.Web.IReadOnlyCollectionRateLimitCheck), RetryMode.IfUnsent, RateLimitsJson.Web.IReadOnlyListRateLimitDecision, cancellationToken);

    /// <summary>Sets a rule, whether or not there is one of its name. Other instances of the service follow within 10 seconds.</summary>
    public Task<RateLimitRule> PutRuleAsync(RateLimitRule rule, CancellationToken cancellationToken = default) => WriteAsync(rule, null, cancellationToken);

    /// <summary>Sets a rule where a condition is met.</summary>
    /// <exception cref="ServerlessException">412: the condition is not met; or another failure.</exception>
    public Task<RateLimitRule> PutRuleAsync(RateLimitRule rule, WriteCondition condition, CancellationToken cancellationToken = default) => WriteAsync(rule, condition, cancellationToken);

    /// <summary>A rule; null if there is none.</summary>
    public Task<RateLimitRule?> FindRuleAsync(string id, CancellationToken cancellationToken = default) =>
        api.FindAsync(PathOf(RulesPath, id), RateLimitsJson.Web.RateLimitRule, (rule, etag) => rule with { ETag = etag }, cancellationToken);

    /// <summary>All rules, or an API's.</summary>
    public IAsyncEnumerable<RateLimitRule> ListRulesAsync(string? api = null, CancellationToken cancellationToken = default) =>
        this.api.ListAsync(api is null ? RulesPath : $"{RulesPath}?api={Uri.EscapeDataString(api)}", RateLimitsJson.Web.PageRateLimitRule, cancellationToken);

    /// <summary>Deletes a rule.</summary>
    /// <returns>Whether there was one.</returns>
    public Task<bool> DeleteRuleAsync(string id, CancellationToken cancellationToken = default) => api.DeleteAsync(PathOf(RulesPath, id), cancellationToken);

    /// <summary>Deletes a rule where a condition is met.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="ServerlessException">412: the condition is not met; or another failure.</exception>
    public Task<bool> DeleteRuleAsync(string id, WriteCondition condition, CancellationToken cancellationToken = default) => api.DeleteAsync(PathOf(RulesPath, id), condition, cancellationToken);

    /// <summary>Sets an API, whether or not there is one of its name.</summary>
    public Task<RateLimitApi> PutApiAsync(RateLimitApi api, CancellationToken cancellationToken = default) => WriteAsync(api, null, cancellationToken);

    /// <summary>Sets an API where a condition is met.</summary>
    /// <exception cref="ServerlessException">412: the condition is not met; or another failure.</exception>
    public Task<RateLimitApi> PutApiAsync(RateLimitApi api, WriteCondition condition, CancellationToken cancellationToken = default) => WriteAsync(api, condition, cancellationToken);

    /// <summary>An API; null if there is none.</summary>
    public Task<RateLimitApi?> FindApiAsync(string name, CancellationToken cancellationToken = default) =>
        api.FindAsync(PathOf(ApisPath, name), RateLimitsJson.Web.RateLimitApi, (found, etag) => found with { ETag = etag }, cancellationToken);

    /// <summary>All APIs.</summary>
    public IAsyncEnumerable<RateLimitApi> ListApisAsync(CancellationToken cancellationToken = default) =>
        api.ListAsync(ApisPath, RateLimitsJson.Web.PageRateLimitApi, cancellationToken);

    /// <summary>Deletes an API.</summary>
    /// <returns>Whether there was one.</returns>
    public Task<bool> DeleteApiAsync(string name, CancellationToken cancellationToken = default) => api.DeleteAsync(PathOf(ApisPath, name), cancellationToken);

    /// <summary>Deletes an API where a condition is met.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="ServerlessException">412: the condition is not met; or another failure.</exception>
    public Task<bool> DeleteApiAsync(string name, WriteCondition condition, CancellationToken cancellationToken = default) => api.DeleteAsync(PathOf(ApisPath, name), condition, cancellationToken);

    private Task<RateLimitRule> WriteAsync(RateLimitRule rule, WriteCondition? condition, CancellationToken cancellationToken) => api.WriteAsync(
        HttpMethod.Put, PathOf(RulesPath, rule.Id), ApiConnection.Json(rule, RateLimitsJson.Web.RateLimitRule), RetryMode.Always, RateLimitsJson.Web.RateLimitRule, (answered, etag) => answered with { ETag = etag }, condition, cancellationToken);

    private Task<RateLimitApi> WriteAsync(RateLimitApi written, WriteCondition? condition, CancellationToken cancellationToken) => api.WriteAsync(
        HttpMethod.Put, PathOf(ApisPath, written.Name), ApiConnection.Json(written, RateLimitsJson.Web.RateLimitApi), RetryMode.Always, RateLimitsJson.Web.RateLimitApi, (answered, etag) => answered with { ETag = etag }, condition, cancellationToken);

    private static string PathOf(string path, string name) => $"{path}/{PathSegment.Of(name)}";

    private async Task<RateLimitDecision> DecideAsync(RateLimitCheck check, string path, RetryMode retryMode, CancellationToken cancellationToken)
    {
        using var response = await api.SendAsync(HttpMethod.Post, path, ApiConnection.Json(check, RateLimitsJson.Web.RateLimitCheck), retryMode, cancellationToken);

        // A 429 of something in between carries no decision.
        if (response.StatusCode != HttpStatusCode.TooManyRequests || await DenialParser.ReadAsync(response, cancellationToken) is not { } denial)
        {
            await api.ThrowIfFailedAsync(response, cancellationToken);
            return await api.ReadAsync(response, RateLimitsJson.Web.RateLimitDecision, cancellationToken);
        }

        return denial;
    }
}
