using System.Text.Json.Serialization;

namespace Serverless.Functions.Messaging;

/// <summary>The keeping of messages as it is answered.</summary>
public sealed record RetentionAnswer(
    string Mode, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] TimeSpan? Duration);
