using System.Text.Json.Serialization;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Messaging.Publishing;

/// <summary>JSON of publishing.</summary>
[JsonSerializable(typeof(PublishContract))]
[JsonSerializable(typeof(PublishResponse))]
[JsonSerializable(typeof(Dictionary<string, string[]>))]
[JsonSerializable(typeof(int))]
public sealed partial class PublishingJson : JsonSerializerContext
{
    public static PublishingJson Web { get; } = new(JsonRules.Create());
}
