using System.Text.Json.Serialization;

namespace Serverless.Core.Storage;

/// <summary>JSON of documents that belong to no feature.</summary>
[JsonSerializable(typeof(CosmosFence))]
public sealed partial class CosmosStorageJson : JsonSerializerContext;
