using System.Text.Json.Serialization;

namespace Serverless.Functions.Messaging.Administration;

/// <summary>The keeping of messages as it is answered.</summary>
public sealed record RetentionResponse(
    string Mode, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] TimeSpan? Duration);
