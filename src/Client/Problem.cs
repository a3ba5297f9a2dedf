namespace Serverless.Client;

/// <summary>What the service says of a failure (RFC 9457).</summary>
public sealed record Problem
{
    /// <summary>The kind of problem as a URI that never changes, such as <c>urn:problem-type:serverless:alias-taken</c>.</summary>
    public string? Type { get; init; }

    /// <summary>The kind of problem as a sentence.</summary>
    public string? Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public int? Status { get; init; }

    /// <summary>What to do about it.</summary>
    public string? Detail { get; init; }

    /// <summary>What the operator finds the request by in the log; null when the answer did not say.</summary>
    public string? RequestId { get; init; }

    /// <summary>What is wrong with each field, by its name; null unless fields are wrong.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors { get; init; }

    /// <summary>The last part of <see cref="Type"/>, such as <c>alias-taken</c>; null when there is no type.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string? Code => Type is null ? null : Type[(Type.LastIndexOfAny([':', '/', '#']) + 1)..];
}
