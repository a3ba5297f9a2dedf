using System.Text.Json.Serialization;
using Serverless.Core.Access;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Access;

/// <summary>JSON of the API keys.</summary>
[JsonSerializable(typeof(ApiKeyRequest))]
[JsonSerializable(typeof(KeyResponse))]
[JsonSerializable(typeof(Page<KeyResponse>))]
public sealed partial class KeysJson : JsonSerializerContext
{
    public static KeysJson Web { get; } = new(JsonRules.Create());
}
