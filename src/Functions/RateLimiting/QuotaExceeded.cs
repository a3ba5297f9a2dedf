using System.Text.Json.Serialization;

namespace Serverless.Functions.RateLimiting;

/// <summary>The problem of a denied check, by the type that draft-ietf-httpapi-ratelimit-headers-11 registers.</summary>
/// <param name="Status">429, or what a proxy understands.</param>
/// <param name="Policies">Ids of the rules that denied.</param>
/// <param name="Answer">What is said beside the problem: the same as of an allowed check.</param>
[JsonConverter(typeof(QuotaExceededConverter))]
public sealed record QuotaExceeded(int Status, IReadOnlyList<string> Policies, DecisionAnswer Answer)
{
    public const string Type = "https://iana.org/assignments/http-problem-types#quota-exceeded";
    public const string Title = "Request cannot be satisfied as assigned quota has been exceeded";
    public const string Detail = "Wait for as long as 'Retry-After' says before the next request.";
}
