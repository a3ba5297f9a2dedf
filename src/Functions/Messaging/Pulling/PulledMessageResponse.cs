using System.Text.Json;
using System.Text.Json.Serialization;

namespace Serverless.Functions.Messaging.Pulling;

/// <summary>A message under a lease, with <c>data</c> or <c>dataBase64</c>.</summary>
/// <remarks>Describes what <see cref="PullResponseResult"/> writes.</remarks>
/// <param name="AckId">What to acknowledge this delivery with.</param>
/// <param name="Id">Of the message: the publisher's, or one that was made.</param>
/// <param name="Sequence">Counts the messages of a shard.</param>
/// <param name="Data">The JSON that was published; null for none.</param>
/// <param name="DataBase64">The bytes that were published instead.</param>
/// <param name="Attributes">Those of the message; of a CloudEvent as <c>ce-*</c>.</param>
/// <param name="OrderingKey">The publisher's; null for none.</param>
/// <param name="PublishedAt">When it was stored.</param>
/// <param name="Attempt">1 for the first delivery.</param>
public sealed record PulledMessageResponse(
    string AckId,
    string Id,
    long Sequence,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] JsonElement Data,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? DataBase64,
    IReadOnlyDictionary<string, string> Attributes,
    string? OrderingKey,
    DateTimeOffset PublishedAt,
    int Attempt);
