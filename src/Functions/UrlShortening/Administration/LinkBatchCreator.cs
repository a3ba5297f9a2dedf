using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Serverless.Core;
using Serverless.Core.UrlShortening.Administration;
using Serverless.Functions.Requests;

namespace Serverless.Functions.UrlShortening.Administration;

/// <summary>Shortens the URLs of a batch side by side; each succeeds or fails alone.</summary>
public sealed class LinkBatchCreator(LinkCreator creator, ILogger<LinkBatchCreator> logger)
{
    public const int MaxItems = 100;

    /// <param name="isDry">Whether to say what would become of them alone: 200 for what could be made.</param>
    /// <exception cref="RequestRefusedException">The batch is too long; nothing was created.</exception>
    public async Task<LinkBatchResponse> CreateAsync(JsonElement batch, RequestContext context, ShortUrlAddress address, bool isDry)
    {
        RefuseLong(batch);
        return new LinkBatchResponse(await Task.WhenAll(batch.EnumerateArray().Select(item => CreateItemAsync(item, context, address, isDry))));
    }

    /// <exception cref="RequestRefusedException">The batch is too long.</exception>
    internal static void RefuseLong(JsonElement batch)
    {
        if (batch.GetArrayLength() > MaxItems)
        {
            throw new RequestRefusedException(FieldErrors.Of("body", $"must hold at most {MaxItems} links."));
        }
    }

    private async Task<LinkBatchItem> CreateItemAsync(JsonElement item, RequestContext context, ShortUrlAddress address, bool isDry)
    {
        try
        {
            var request = JsonReading.Read(item, LinksJson.Web.NewLink);
            var result = isDry
                ? await creator.TryOutAsync(request, context.Caller, address.Request, context.Aborted)
                : await creator.CreateAsync(request, context.Caller, address.Request, context.Aborted);
            return LinkBatchItem.Of(result, address, isDry ? StatusCodes.Status200OK : StatusCodes.Status201Created);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return LinkBatchItem.Failed(FaultResponses.Describe(exception, context.Operation.Name, logger));
        }
    }
}
