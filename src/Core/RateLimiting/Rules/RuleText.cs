using System.Text.Json;
using Serverless.Core.RateLimiting.Routing;

namespace Serverless.Core.RateLimiting.Rules;

/// <summary>The texts that stores keep: at most 32,000 characters for what validation lets through.</summary>
public static class RuleText
{
    public static string Write(RateLimitRule rule) => JsonSerializer.Serialize(rule, RulesJson.Compact.RateLimitRule);

    public static string Write(ApiDefinition api) => JsonSerializer.Serialize(api, RulesJson.Compact.ApiDefinition);

    /// <exception cref="JsonException">The text is none of ours.</exception>
    public static RateLimitRule ReadRule(string text) => JsonSerializer.Deserialize(text, RulesJson.Compact.RateLimitRule) is { Requests: > 0, Burst: > 0 } rule
        ? rule
        : throw new JsonException("It is no rule that can be decided by.");

    /// <inheritdoc cref="ReadRule"/>
    public static ApiDefinition ReadApi(string text) =>
        JsonSerializer.Deserialize(text, RulesJson.Compact.ApiDefinition) is { Operations: { } operations } api && operations.All(operation => ApiRoute.Refuse(operation.Route) is null)
            ? api
            : throw new JsonException("It is no API that requests can be matched with.");

    public static byte[] Write(RuleDocument document) => JsonSerializer.SerializeToUtf8Bytes(document, RulesJson.Compact.RuleDocument);

    /// <inheritdoc cref="ReadRule"/>
    public static RuleDocument ReadDocument(ReadOnlySpan<byte> text) => JsonSerializer.Deserialize(text, RulesJson.Compact.RuleDocument) ?? throw new JsonException();
}
