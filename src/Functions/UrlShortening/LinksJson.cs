using System.Text.Json.Serialization;
using Serverless.Core.UrlShortening;
using Serverless.Functions.Requests;

namespace Serverless.Functions.UrlShortening;

/// <summary>JSON of the URL shortener.</summary>
[JsonSerializable(typeof(NewLink))]
[JsonSerializable(typeof(LinkChange))]
[JsonSerializable(typeof(LinkAnswer))]
[JsonSerializable(typeof(LinkBatchAnswer))]
[JsonSerializable(typeof(LinkStats))]
[JsonSerializable(typeof(Page<LinkAnswer>))]
[JsonSerializable(typeof(Dictionary<string, string[]>))]
public sealed partial class LinksJson : JsonSerializerContext
{
    public static LinksJson Web { get; } = new(JsonRules.Create());
}
