using System.Text.Json.Serialization;

namespace Serverless.Client;

/// <summary>The time that a rule counts over.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<RateLimitUnit>))]
public enum RateLimitUnit
{
    /// <summary>A second.</summary>
    Second,

    /// <summary>A minute.</summary>
    Minute,

    /// <summary>An hour.</summary>
    Hour,

    /// <summary>A day.</summary>
    Day,

    /// <summary>From Monday to Sunday in UTC; for fixed windows alone.</summary>
    Week,

    /// <summary>A calendar month in UTC; for fixed windows alone.</summary>
    Month,
}
