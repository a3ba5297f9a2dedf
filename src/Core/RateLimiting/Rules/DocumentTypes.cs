using System.Text.Json;
using Serverless.Core.RateLimiting.Callers;
using Serverless.Core.RateLimiting.Routing;

namespace Serverless.Core.RateLimiting.Rules;

/// <summary>The kinds of documents that there are. What validation lets through has texts of at most 32,000 characters.</summary>
public static class DocumentTypes
{
    public static DocumentType<RateLimitRule> Rule { get; } = new(
        DocumentKind.Rule, rule => rule.Id, rule => rule.Api, rule => rule.Revision, rule => JsonSerializer.Serialize(rule, RulesJson.Compact.RateLimitRule), ReadRule);

    public static DocumentType<ApiDefinition> Api { get; } = new(
        DocumentKind.Api, api => api.Name, _ => null, api => api.Revision, api => JsonSerializer.Serialize(api, RulesJson.Compact.ApiDefinition), ReadApi);

    public static DocumentType<CallerRecord> Caller { get; } = new(
        DocumentKind.Caller, caller => caller.Name, _ => null, caller => caller.Revision, caller => JsonSerializer.Serialize(caller, RulesJson.Compact.CallerRecord), ReadCaller);

    private static RateLimitRule ReadRule(string text) => JsonSerializer.Deserialize(text, RulesJson.Compact.RateLimitRule) is { Requests: > 0, Burst: > 0 } rule
        && rule.Plans?.Values.All(plan => plan is { Unlimited: true } or { Requests: >= 0, Burst: >= 0 }) != false
        ? rule
        : throw new JsonException("It is no rule that can be decided by.");

    private static ApiDefinition ReadApi(string text) =>
        JsonSerializer.Deserialize(text, RulesJson.Compact.ApiDefinition) is { Operations: { } operations } api && operations.All(operation => ApiRoute.Refuse(operation.Route) is null && operation.CountWhen?.Refuse() is null)
            ? api
            : throw new JsonException("It is no API that requests can be matched with.");

    private static CallerRecord ReadCaller(string text) => JsonSerializer.Deserialize(text, RulesJson.Compact.CallerRecord) is { Id: not null, Plan: not null } caller
        ? caller
        : throw new JsonException("It is no caller's record.");
}
