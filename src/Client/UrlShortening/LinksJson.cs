using System.Text.Json.Serialization;

namespace Serverless.Client;

/// <summary>JSON of links.</summary>
[JsonSerializable(typeof(NewLink))]
[JsonSerializable(typeof(IReadOnlyCollection<NewLink>))]
[JsonSerializable(typeof(LinkBatch))]
[JsonSerializable(typeof(LinkChange))]
[JsonSerializable(typeof(LinkStats))]
[JsonSerializable(typeof(Page<ShortLink>))]
internal sealed partial class LinksJson : JsonSerializerContext
{
    public static LinksJson Web { get; } = new(ClientJsonOptions.Create());
}
