using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Serverless.Core;
using Serverless.Core.UrlShortening.Administration;
using Serverless.Core.UrlShortening.Idempotency;
using Serverless.Core.UrlShortening.Links;
using Serverless.Functions.Requests;

namespace Serverless.Functions.UrlShortening.Administration;

/// <summary>Carries out requests for links that carry an <c>Idempotency-Key</c>: a repetition within a day is answered as the first was.</summary>
public sealed class RepeatableCreator(IdempotentCreator creator)
{
    public const string Header = "Idempotency-Key";

    private const int MaxLength = 255;

    /// <summary>The key of a request; null for none.</summary>
    /// <exception cref="RequestRefusedException">It is no text of 1-255 visible characters.</exception>
    public static string? KeyOf(HttpRequest request)
    {
        if (!request.Headers.TryGetValue(Header, out var values))
        {
            return null;
        }

        // The draft writes it as a structured field, in quotes; clients often leave them out.
        var text = values.ToString().Trim();
        var key = text is ['"', .. var inner, '"'] ? inner : text;
        return key.Length is > 0 and <= MaxLength && !key.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? key
            : throw new RequestRefusedException(FieldErrors.Of(Header, $"must have 1-{MaxLength} visible ASCII characters: it is a header of the request."));
    }

    /// <summary>Makes one link.</summary>
    /// <exception cref="RequestRefusedException">The request is not carried out, as when its key came with another body.</exception>
    public async Task<LinkResult> CreateOneAsync(string key, ReadOnlyMemory<byte> body, JsonElement root, RequestContext context, ShortUrlAddress address)
    {
        var request = JsonReading.Read(root, LinksJson.Web.NewLink);
        return (await RunAsync(key, body, [request], context, address))[0];
    }

    /// <summary>Makes the links of a batch.</summary>
    /// <inheritdoc cref="CreateOneAsync"/>
    public async Task<LinkBatchResponse> CreateAsync(string key, ReadOnlyMemory<byte> body, JsonElement batch, RequestContext context, ShortUrlAddress address)
    {
        LinkBatchCreator.RefuseLong(batch);
        var read = batch.EnumerateArray().Select(Read).ToArray();
        var results = await RunAsync(key, body, [.. read.Select(item => item.Link)], context, address);
        return new LinkBatchResponse([.. read.Zip(results, (item, result) => item.Problem is { } problem ? LinkBatchItem.Failed(problem) : LinkBatchItem.Of(result, address))]);
    }

    private static (NewLink? Link, ProblemDetails? Problem) Read(JsonElement item)
    {
        try
        {
            return (JsonReading.Read(item, LinksJson.Web.NewLink), null);
        }
        catch (RequestRefusedException refused)
        {
            return (null, refused.Problem);
        }
    }

    private async Task<IReadOnlyList<LinkResult>> RunAsync(
        string key, ReadOnlyMemory<byte> body, IReadOnlyList<NewLink?> wanted, RequestContext context, ShortUrlAddress address)
    {
        var result = await creator.CreateAsync(key, body, wanted, context.Caller, address.Request, context.Aborted);
        return result.Status switch
        {
            IdempotencyStatus.OtherBody => throw new RequestRefusedException(Problems.IdempotencyMismatch()),
            IdempotencyStatus.InFlight => throw new RequestRefusedException(Problems.IdempotencyInFlight()),
            _ => result.Results,
        };
    }
}
