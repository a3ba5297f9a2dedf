using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using Serverless.Core.Messaging.Publishing;

namespace Serverless.Functions.Messaging.Publishing;

/// <summary>What became of the messages of a request, in their order.</summary>
public sealed record PublishResponse(IReadOnlyList<PublishResponseItem> Results)
{
    public static PublishResponse Of(IReadOnlyList<PublishResult> results) => new([.. results.Select(PublishResponseItem.Of)]);
}

/// <summary>What became of one message: where it is, when it will be there, or a problem.</summary>
/// <param name="Shard">The stream of the topic that counts its <paramref name="Sequence"/>.</param>
/// <param name="DeliverAt">When it is due, if it waits for its time; else left out.</param>
/// <param name="Duplicate">True when it had been published before; else left out.</param>
public sealed record PublishResponseItem(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Id = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Sequence = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Shard = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? DeliverAt = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Duplicate = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ProblemDetails? Problem = null)
{
    public static PublishResponseItem Of(PublishResult result)
    {
        bool? isDuplicate = result.Status == PublishStatus.Duplicate ? true : null;
        return result switch
        {
            { IsStored: false } => new PublishResponseItem(Problem: TopicProblems.Of(result.Status)),
            { DeliverAt: { } due } => new PublishResponseItem(result.Id, DeliverAt: due, Duplicate: isDuplicate),
            _ => new PublishResponseItem(result.Id, result.Sequence, result.Stream.Shard, Duplicate: isDuplicate),
        };
    }
}
