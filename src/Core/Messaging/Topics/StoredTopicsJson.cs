using System.Text.Json.Serialization;

namespace Serverless.Core.Messaging.Topics;

/// <summary>JSON that stores keep topics and subscriptions as.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true)]
[JsonSerializable(typeof(Topic))]
[JsonSerializable(typeof(Subscription))]
[JsonSerializable(typeof(Tombstone))]
public sealed partial class StoredTopicsJson : JsonSerializerContext;
