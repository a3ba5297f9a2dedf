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

/// <summary>How documents of one kind are named, written and read.</summary>
/// <param name="NameOf">What stores know a document by.</param>
/// <param name="ApiOf">The API that a rule is for; null for other kinds.</param>
/// <param name="RevisionOf">Differs between any two states of a document.</param>
/// <param name="Read">Throws <see cref="JsonException"/> for a text that is none of ours.</param>
public sealed record DocumentType<T>(DocumentKind Kind, Func<T, string> NameOf, Func<T, string?> ApiOf, Func<T, string> RevisionOf, Func<T, string> Write, Func<string, T> Read)
    where T : class;
