using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Serverless.Core.UrlShortening.Links;
using Serverless.Functions.Requests;

namespace Serverless.Functions.UrlShortening.Administration;

/// <summary>What became of one link of a batch: the link, or a problem.</summary>
/// <param name="ETag">Of the link, as its own answer carries it as a header.</param>
public sealed record LinkBatchItem(
    int Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] LinkResponse? Link = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ProblemDetails? Problem = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), JsonPropertyName("etag")] string? ETag = null)
{
    /// <param name="address">What the short URL begins with.</param>
    public static LinkBatchItem Of(LinkResult result, ShortUrlAddress address, int status = StatusCodes.Status201Created) => result.Link is { } link
        ? new LinkBatchItem(status, LinkResponse.Of(link, address), ETag: status == StatusCodes.Status201Created ? EntityTags.Of(link.Revision) : null)
        : Failed(LinkResponses.ProblemOf(result));

    public static LinkBatchItem Failed(ProblemDetails problem) => new(problem.Status!.Value, Problem: problem);
}
