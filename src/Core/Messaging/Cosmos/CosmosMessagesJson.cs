using System.Text.Json.Serialization;
using Serverless.Core.Cosmos;

namespace Serverless.Core.Messaging.Cosmos;

/// <summary>JSON of the documents that Cosmos DB keeps for the message queue.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, AllowOutOfOrderMetadataProperties = true)]
[JsonSerializable(typeof(CosmosTopicDocument))]
[JsonSerializable(typeof(CosmosHead))]
[JsonSerializable(typeof(CosmosEntry))]
[JsonSerializable(typeof(CosmosPublishedIds))]
[JsonSerializable(typeof(CosmosActiveStream))]
[JsonSerializable(typeof(CosmosCursor))]
[JsonSerializable(typeof(CosmosScheduledMessage))]
[JsonSerializable(typeof(CosmosScheduledPlace))]
[JsonSerializable(typeof(CosmosFence))]
[JsonSerializable(typeof(CosmosAttempts))]
[JsonSerializable(typeof(CosmosPage<CosmosTopicDocument>))]
[JsonSerializable(typeof(CosmosPage<CosmosEntry>))]
[JsonSerializable(typeof(CosmosPage<CosmosFoundId>))]
[JsonSerializable(typeof(CosmosPage<CosmosActiveStream>))]
[JsonSerializable(typeof(CosmosPage<CosmosScheduledMessage>))]
[JsonSerializable(typeof(CosmosPage<CosmosScheduledPlace>))]
[JsonSerializable(typeof(CosmosPage<CosmosFence>))]
[JsonSerializable(typeof(CosmosPage<CosmosAttempts>))]
[JsonSerializable(typeof(CosmosPage<CosmosAttemptCount>))]
internal sealed partial class CosmosMessagesJson : JsonSerializerContext;
