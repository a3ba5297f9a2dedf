using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Messaging.Administration;

/// <summary>What a topic may be, and what a request makes of one.</summary>
public static class TopicRules
{
    public const string UntilAcknowledged = "untilAcknowledged";
    public const string KeepFor = "keepFor";

    public static readonly TimeSpan ShortestAge = TimeSpan.FromSeconds(1);

    public static FieldErrors Check(string name, TopicRequest request) => new FieldErrors()
        .Add("name", RefuseName(name, request.Name))
        .Add("shards", request.Shards is null or (>= 1 and <= StreamId.MaxShards) ? null : $"must be a whole number from 1 to {StreamId.MaxShards}.")
        .Add("maxAge", RefuseAge(request.MaxAge))
        .Add("retention", RefuseRetention(request));

    /// <summary>Refuses a name in the path that is none, or that the body contradicts.</summary>
    public static string? RefuseName(string inPath, string? inBody)
    {
        if (!ResourceName.IsValid(inPath))
        {
            return $"in the path must be {ResourceName.Rule}.";
        }

        return inBody is null || inBody == inPath ? null : "must be the name in the path, or left out.";
    }

    /// <summary>The topic that a valid request asks for.</summary>
    public static Topic Apply(Topic topic, TopicRequest request) => topic with
    {
        Shards = request.Shards ?? 1,
        MaxAge = request.MaxAge ?? Topic.DefaultMaxAge,
        Retention = request.Retention is { Mode: KeepFor, Duration: { } duration } ? Retention.KeepFor(duration) : Retention.UntilAcknowledged,
    };

    private static string? RefuseAge(TimeSpan? age) =>
        age is null || (age >= ShortestAge && age <= Topic.LongestMaxAge) ? null : "must be a duration from PT1S to P365D.";

    private static string? RefuseRetention(TopicRequest request) => request.Retention switch
    {
        null => null,
        { Mode: UntilAcknowledged, Duration: not null } => $"has no duration with the mode {UntilAcknowledged}.",
        { Mode: UntilAcknowledged } => null,
        { Mode: KeepFor, Duration: null } => $"needs a duration with the mode {KeepFor}.",
        { Mode: KeepFor, Duration: { } duration } when duration < ShortestAge => "must have a duration of PT1S or more.",
        { Mode: KeepFor, Duration: { } duration } when duration > (request.MaxAge ?? Topic.DefaultMaxAge) => "must not have a duration beyond maxAge, which is P7D unless you give it.",
        { Mode: KeepFor } => null,
        _ => $"must have a mode, {UntilAcknowledged} or {KeepFor}.",
    };
}
