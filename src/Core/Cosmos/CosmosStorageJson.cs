using System.Text.Json.Serialization;

namespace Serverless.Core.Cosmos;

/// <summary>JSON of documents that belong to no feature.</summary>
[JsonSerializable(typeof(CosmosFence))]
public sealed partial class CosmosStorageJson : JsonSerializerContext;
