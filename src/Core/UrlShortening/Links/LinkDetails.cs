using System.Text.Json;
using System.Text.Json.Serialization;

namespace Serverless.Core.UrlShortening.Links;

/// <summary>What few links have, as a text that stores keep beside the columns that all have. Who reads it passes over what a later version added.</summary>
public sealed record LinkDetails
{
    public string? Title { get; init; }

    public IReadOnlyList<string>? Tags { get; init; }

    public bool? ForwardQuery { get; init; }

    public string? LabelNonce { get; init; }

    public string? Revision { get; init; }

    /// <summary>Null for a link that has none of them.</summary>
    public static string? Write(ShortLink link)
    {
        var details = new LinkDetails
        {
            Title = link.Title,
            Tags = link.Tags.Count == 0 ? null : link.Tags,
            ForwardQuery = link.ForwardQuery ? true : null,
            LabelNonce = link.LabelNonce == link.Nonce ? null : link.LabelNonce,
            Revision = link.Revision == link.Nonce ? null : link.Revision,
        };
        return details == new LinkDetails() ? null : JsonSerializer.Serialize(details, LinkDetailsJson.Default.LinkDetails);
    }

    /// <summary>The link with the details that <see cref="Write"/> wrote of it.</summary>
    public static ShortLink Read(ShortLink link, string? text) =>
        text is null || JsonSerializer.Deserialize(text, LinkDetailsJson.Default.LinkDetails) is not { } details
            ? link
            : link with
            {
                Title = details.Title,
                Tags = details.Tags is null ? LinkTags.None : new LinkTags(details.Tags),
                ForwardQuery = details.ForwardQuery ?? false,
                LabelNonce = details.LabelNonce,
                Revision = details.Revision,
            };
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LinkDetails))]
internal sealed partial class LinkDetailsJson : JsonSerializerContext;
