using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;
using Serverless.Core;
using Serverless.Core.UrlShortening.Administration;
using Serverless.Functions.Requests;

namespace Serverless.Functions.UrlShortening.Administration;

/// <summary>Shortens the URLs of a batch side by side; each succeeds or fails alone.</summary>
public sealed class LinkBatchCreator(LinkCreator creator, ILogger<LinkBatchCreator> logger)
{
    public const int MaxItems = 100;

    /// <exception cref="RequestRefusedException">The batch is too long; nothing was created.</exception>
    public async Task<LinkBatchResponse> CreateAsync(JsonElement batch, RequestContext context, ShortUrlAddress address)
    {
        if (batch.GetArrayLength() > MaxItems)
        {
            throw new RequestRefusedException(FieldErrors.Of("body", $"must hold at most {MaxItems} links."));
        }

        var turns = new Dictionary<string, Task>(StringComparer.Ordinal);
        return new LinkBatchResponse(await Task.WhenAll(batch.EnumerateArray().Select(item => CreateItemInTurn(item, turns, context, address))));
    }

    // Of several with one alias the first wins, however slow the store is: each waits for the one before it.
    private Task<LinkBatchItem> CreateItemInTurn(JsonElement item, Dictionary<string, Task> turns, RequestContext context, ShortUrlAddress address)
    {
        var link = JsonReading.TryRead(item, LinksJson.Web.NewLink, out var errors);
        if (link?.Alias is not { } alias)
        {
            return CreateItemAsync(link, errors, Task.CompletedTask, context, address);
        }

        var created = CreateItemAsync(link, errors, turns.GetValueOrDefault(alias, Task.CompletedTask), context, address);
        turns[alias] = created;
        return created;
    }

    private async Task<LinkBatchItem> CreateItemAsync(NewLink? link, FieldErrors errors, Task turn, RequestContext context, ShortUrlAddress address)
    {
        try
        {
            await turn;
            var result = await creator.CreateAsync(
                link ?? throw new RequestRefusedException(errors), context.Caller, address.Request, context.Aborted);
            return result.Link is { } created
                ? new LinkBatchItem(StatusCodes.Status201Created, LinkResponse.Of(created, address))
                : Failed(LinkResponses.ProblemOf(result));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return Failed(FaultResponses.Describe(exception, context.Operation.Name, logger));
        }
    }

    private static LinkBatchItem Failed(ProblemDetails problem) => new(problem.Status!.Value, Problem: problem);
}
