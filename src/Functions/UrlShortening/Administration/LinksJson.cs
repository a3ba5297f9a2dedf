using System.Text.Json.Serialization;
using Serverless.Core.UrlShortening.Administration;
using Serverless.Core.UrlShortening.Clicks;
using Serverless.Functions.Requests;

namespace Serverless.Functions.UrlShortening.Administration;

/// <summary>JSON of the URL shortener.</summary>
[JsonSerializable(typeof(NewLink))]
[JsonSerializable(typeof(LinkChange))]
[JsonSerializable(typeof(LinkRestoration))]
[JsonSerializable(typeof(LinkResponse))]
[JsonSerializable(typeof(LinkBatchResponse))]
[JsonSerializable(typeof(LinkStats))]
[JsonSerializable(typeof(Page<LinkResponse>))]
[JsonSerializable(typeof(Dictionary<string, string[]>))]
[JsonSerializable(typeof(int))]
public sealed partial class LinksJson : JsonSerializerContext
{
    public static LinksJson Web { get; } = new(JsonRules.Create());
}
