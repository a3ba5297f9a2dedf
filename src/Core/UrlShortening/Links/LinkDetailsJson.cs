using System.Text.Json.Serialization;

namespace Serverless.Core.UrlShortening.Links;

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LinkDetails))]
internal sealed partial class LinkDetailsJson : JsonSerializerContext;
