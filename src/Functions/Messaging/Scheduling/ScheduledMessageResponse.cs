using System.Text.Json;
using System.Text.Json.Serialization;

namespace Serverless.Functions.Messaging.Scheduling;

/// <summary>A message that waits for its time.</summary>
/// <remarks>Describes what <see cref="ScheduledMessageWriter"/> writes.</remarks>
/// <param name="Id">The one that publishing answered with, and that subscribers will see; what to cancel it with.</param>
/// <param name="DeliverAt">When it is due.</param>
/// <param name="AcceptedAt">When it was sent.</param>
/// <param name="Data">The JSON that was published; left out for a key that may not subscribe.</param>
/// <param name="DataBase64">The bytes that were published instead; left out likewise.</param>
/// <param name="Attributes">Those of the message.</param>
/// <param name="OrderingKey">The publisher's; null for none.</param>
/// <param name="Moving">Whether it is being delivered, and can't be cancelled any more.</param>
public sealed record ScheduledMessageResponse(
    string Id,
    DateTimeOffset DeliverAt,
    DateTimeOffset AcceptedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] JsonElement Data,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? DataBase64,
    IReadOnlyDictionary<string, string> Attributes,
    string? OrderingKey,
    bool Moving);
