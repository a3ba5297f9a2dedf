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
        var turns = new Dictionary<string, Task>(StringComparer.Ordinal);
        return new LinkBatchResponse(await Task.WhenAll(batch.EnumerateArray().Select(item => CreateItemInTurn(item, turns, context, address, isDry))));
    }

    /// <exception cref="RequestRefusedException">The batch is too long.</exception>
    internal static void RefuseLong(JsonElement batch)
    {
        if (batch.GetArrayLength() > MaxItems)
        {
            throw new RequestRefusedException(FieldErrors.Of("body", $"must hold at most {MaxItems} links."));
        }
    }

    // Of several that want one key the first wins, however slow the store is: each waits for the one before it.
    private Task<LinkBatchItem> CreateItemInTurn(JsonElement item, Dictionary<string, Task> turns, RequestContext context, ShortUrlAddress address, bool isDry)
    {
        var link = LinkReading.TryRead(item, creator, context, address, out var errors);
        if ((link?.Key ?? link?.Alias) is not { } key)
        {
            return CreateItemAsync(link, errors, Task.CompletedTask, context, address, isDry);
        }

        var created = CreateItemAsync(link, errors, turns.GetValueOrDefault(key, Task.CompletedTask), context, address, isDry);
        turns[key] = created;
        return created;
    }

    private async Task<LinkBatchItem> CreateItemAsync(NewLink? link, FieldErrors errors, Task turn, RequestContext context, ShortUrlAddress address, bool isDry)
    {
        try
        {
            await turn;
            var request = link ?? throw new RequestRefusedException(errors);
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

/// <summary>What became of the links of a batch, in their order.</summary>
public sealed record LinkBatchResponse(IReadOnlyList<LinkBatchItem> Items);
