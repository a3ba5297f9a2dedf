using System.Text.Json.Serialization;

namespace Serverless.Client;

/// <summary>What happens when nobody can count.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<RateLimitFailureMode>))]
public enum RateLimitFailureMode
{
    /// <summary>Callers pass uncounted.</summary>
    Open,

    /// <summary>Callers are refused.</summary>
    Closed,
}
