using System.Text.Json.Serialization;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Messaging.DeadLetters;

/// <summary>JSON of dead letters and their replay.</summary>
[JsonSerializable(typeof(ReplayRequest))]
[JsonSerializable(typeof(ReplayResponse))]
public sealed partial class DeadLettersJson : JsonSerializerContext
{
    public static DeadLettersJson Web { get; } = new(JsonRules.Create());
}
