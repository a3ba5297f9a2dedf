using System.Text.Json.Serialization;

namespace Serverless.Client;

/// <summary>What the service knows of a caller: the plan, which holds for checks that name none.</summary>
public sealed record RateLimitCallerRecord
{
    /// <summary>By what the caller is known.</summary>
    public required RateLimitCallerKind Kind { get; init; }

    /// <summary>The user's name, the key's id, an address, or a network such as <c>203.0.113.0/24</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Names this state of it, for <see cref="WriteCondition.Has"/>; null where it came in a list.</summary>
    [JsonIgnore]
    public string? ETag { get; init; }

    /// <summary>The plan, a name as rules use them.</summary>
    public required string Plan { get; init; }

    /// <summary>For those who read it; null for none.</summary>
    public string? Note { get; init; }
}

/// <summary>By what a caller is known: looked up in this order.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<RateLimitCallerKind>))]
public enum RateLimitCallerKind
{
    /// <summary>The user's name.</summary>
    User,

    /// <summary>The API key's id.</summary>
    ApiKey,

    /// <summary>The address, or a network; the narrowest one counts.</summary>
    Ip,
}
