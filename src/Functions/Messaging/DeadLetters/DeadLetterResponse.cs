using System.Text.Json;
using System.Text.Json.Serialization;

namespace Serverless.Functions.Messaging.DeadLetters;

/// <summary>A message that could not be delivered.</summary>
/// <remarks>Describes what <see cref="DeadLettersResult"/> writes.</remarks>
/// <param name="Id">Of the message, as it was published; what to replay it with.</param>
/// <param name="Sequence">Counts the dead letters of the subscription; where several have one id, each can be replayed with this too.</param>
/// <param name="Data">The JSON that was published; null for none.</param>
/// <param name="DataBase64">The bytes that were published instead.</param>
/// <param name="Attributes">Those of the message.</param>
/// <param name="OrderingKey">The publisher's; null for none.</param>
/// <param name="PublishedAt">When it was published.</param>
/// <param name="DeadLetteredAt">When it was put here.</param>
/// <param name="Reason">Why it is here.</param>
/// <param name="Attempts">Deliveries that failed; null where it was none of them.</param>
/// <param name="LastStatus">HTTP status of the endpoint's last answer; null for none.</param>
/// <param name="MessageId">The same as <c>id</c>.</param>
public sealed record DeadLetterResponse(
    string Id,
    long Sequence,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] JsonElement Data,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? DataBase64,
    IReadOnlyDictionary<string, string> Attributes,
    string? OrderingKey,
    DateTimeOffset PublishedAt,
    DateTimeOffset DeadLetteredAt,
    string? Reason,
    int? Attempts,
    int? LastStatus,
    string MessageId);
