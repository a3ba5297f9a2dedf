using System.Text.Json;
using Serverless.Core.UrlShortening.Administration;
using Serverless.Core.UrlShortening.Idempotency;
using Serverless.Core.UrlShortening.Links;
using Serverless.Functions.Requests;

namespace Serverless.Functions.UrlShortening.Administration;

/// <summary>Carries out requests for links that carry an <see cref="IdempotencyKey"/>: a repetition within a day is answered as the first was.</summary>
public sealed class RepeatableCreator(IdempotentCreator creator, LinkCreator links)
{
    /// <summary>Makes one link.</summary>
    /// <exception cref="RequestRefusedException">The request is not carried out, as when its key came with another body.</exception>
    public async Task<LinkResult> CreateOneAsync(string key, ReadOnlyMemory<byte> body, JsonElement root, RequestContext context, ShortUrlAddress address)
    {
        var request = LinkReading.Read(root, links, context, address);
        return (await RunAsync(key, body, [request], context, address))[0];
    }

    /// <summary>Makes the links of a batch.</summary>
    /// <inheritdoc cref="CreateOneAsync"/>
    public async Task<LinkBatchResponse> CreateAsync(string key, ReadOnlyMemory<byte> body, JsonElement batch, RequestContext context, ShortUrlAddress address)
    {
        LinkBatchCreator.RefuseLong(batch);
        var read = batch.EnumerateArray().Select(item => (Link: LinkReading.TryRead(item, links, context, address, out var errors), Errors: errors)).ToArray();
        var results = await RunAsync(key, body, [.. read.Select(item => item.Link)], context, address);
        return new LinkBatchResponse([.. read.Zip(results, (item, result) => item.Link is null ? LinkBatchItem.Failed(Problems.Invalid(item.Errors)) : LinkBatchItem.Of(result, address))]);
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
