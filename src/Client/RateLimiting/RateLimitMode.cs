using System.Text.Json.Serialization;

namespace Serverless.Client;

/// <summary>Whether a rule's denials count.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<RateLimitMode>))]
public enum RateLimitMode
{
    /// <summary>They do.</summary>
    Enforce,

    /// <summary>The rule counts and denies nobody.</summary>
    DryRun,
}
