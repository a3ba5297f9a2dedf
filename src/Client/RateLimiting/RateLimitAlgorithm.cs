using System.Text.Json.Serialization;

namespace Serverless.Client;

/// <summary>How a rule counts.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<RateLimitAlgorithm>))]
public enum RateLimitAlgorithm
{
    /// <summary>Per window, aligned to UTC units.</summary>
    FixedWindow,

    /// <summary>Each admission is remembered: exact, and the dearest.</summary>
    SlidingWindowLog,

    /// <summary>Two windows, the earlier one weighed by its overlap.</summary>
    SlidingWindowCounter,

    /// <summary>Permits come back steadily, up to a burst.</summary>
    TokenBucket,
}
