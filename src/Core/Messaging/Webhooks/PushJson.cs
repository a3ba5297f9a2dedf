using System.Text.Json.Serialization;

namespace Serverless.Core.Messaging.Webhooks;

/// <summary>The JSON that goes into requests beside the events themselves.</summary>
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class PushJson : JsonSerializerContext;
