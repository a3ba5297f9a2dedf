using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;
using Serverless.Core;
using Serverless.Core.Access;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Administration;
using Serverless.Core.UrlShortening.Links;
using Serverless.Functions.Description;
using Serverless.Functions.Requests;

namespace Serverless.Functions.UrlShortening.Administration;

/// <summary><c>GET /api/links</c>: the caller's own live links, newest first; with <c>?owner=</c> all of an owner, or of everybody, as a backup needs them.</summary>
[Tags("Links")]
public sealed class ListLinksFunction(RequestPipeline pipeline, LinkReader links, LinkSearch search, LinkInventory inventory, IOptions<LinksOptions> options)
{
    private const string OwnerField = "owner";
    private const string Everybody = "*";
    private const string TagField = "tag";
    private const string SearchField = "q";

    [Function("ListLinks")]
    [EndpointSummary("Lists the caller's links, newest first")]
    [EndpointDescription(
        "With owner=NAME those of an owner, with owner=* those of everybody by key, which only an admin may ask for of others: "
        + "each then with its clicks and bots, and, unless tag or q is given, also links that have ended and can be restored (endedAt).")]
    [NeedsScope(ScopeNames.Links)]
    [Parameter(OwnerField, "An owner, or * for everybody.", "shop")]
    [Parameter(TagField, "Only live links that have this tag; upper and lower case differ.", "spring")]
    [Parameter(SearchField, "Only the live link with exactly this key, and live links whose target is on exactly this host. Nothing else is searched.", "example.com")]
    [Responds(200, "Links of the key's owner.", typeof(Page<LinkResponse>), LinkExamples.Page)]
    [Paged]
    public Task<IResult> ListLinksAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/links")] HttpRequest request) =>
        pipeline.RunAsync(request, LinkOperations.List, ListAsync);

    private async Task<IResult> ListAsync(RequestContext context)
    {
        var owner = OwnerOf(context);
        var page = owner switch
        {
            _ when IsNarrowed(context) => await ListSomeAsync(owner, context),
            null => await ListOwnAsync(context),
            Everybody => await ListAllAsync(context),
            _ => await ListOfAsync(owner, context),
        };
        return TypedResults.Json(page, LinksJson.Web.PageLinkResponse);
    }

    private static string? OwnerOf(RequestContext context)
    {
        var owner = context.Request.Query[OwnerField];
        if (owner.Count == 0)
        {
            return null;
        }

        return owner.ToString() switch
        {
            { } name when name != Everybody && !ResourceName.IsValid(name) => throw new RequestRefusedException(FieldErrors.Of(OwnerField, $"must be *, or {ResourceName.Rule}.")),
            { } name when name != context.Caller.Owner && !context.Caller.IsAdmin => throw new RequestRefusedException(Problems.Forbidden(ScopeNames.Admin)),
            { } name => name,
        };
    }

    private async Task<Page<LinkResponse>> ListOwnAsync(RequestContext context)
    {
        var address = ShortUrlAddress.Of(context.Request, options.Value);
        var page = await links.ListAsync(context.Caller.Owner, PlaceOf(context), PageQuery.Limit(context.Request), context.Aborted);
        return new([.. page.Links.Select(link => LinkResponse.Of(link, address))], page.Next?.ToContinuation());
    }

    private static bool IsNarrowed(RequestContext context) =>
        context.Request.Query.ContainsKey(TagField) || context.Request.Query.ContainsKey(SearchField);

    private async Task<Page<LinkResponse>> ListSomeAsync(string? owner, RequestContext context)
    {
        var address = ShortUrlAddress.Of(context.Request, options.Value);
        var page = await FindAsync(owner ?? context.Caller.Owner, context, PlaceOf(context), PageQuery.Limit(context.Request));
        return owner is null
            ? new([.. page.Links.Select(link => LinkResponse.Of(link, address))], page.Next?.ToContinuation())
            : PageOf(await inventory.CountAsync(page.Links, context.Aborted), page.Next?.ToContinuation(), context);
    }

    private Task<LinkPage> FindAsync(string owner, RequestContext context, OwnedLink? after, int limit)
    {
        var (tag, text) = (context.Request.Query[TagField], context.Request.Query[SearchField]);
        return (tag.Count > 0, text.Count > 0) switch
        {
            _ when owner == Everybody => throw Refused(OwnerField, "must be one owner where tag or q is given."),
            (true, true) => throw Refused(SearchField, "can't be given together with tag."),
            (true, _) when LinkText.RefuseTag(tag.ToString()) is { } refusal => throw Refused(TagField, refusal),
            (true, _) => links.ListAsync(owner, LinkLabel.Tag(tag.ToString()), after, limit, context.Aborted),
            _ when !LinkSearch.IsSearchable(text.ToString()) => throw Refused(SearchField, "must be an exact key, or the host of a target: nothing else is searched."),
            _ => search.FindAsync(owner, text.ToString(), after, limit, context.Aborted),
        };
    }

    private static RequestRefusedException Refused(string field, string reason) => new(FieldErrors.Of(field, reason));

    private async Task<Page<LinkResponse>> ListOfAsync(string owner, RequestContext context)
    {
        var (found, next) = await inventory.ListAsync(owner, PlaceOf(context), PageQuery.Limit(context.Request), context.Aborted);
        return PageOf(found, next?.ToContinuation(), context);
    }

    private async Task<Page<LinkResponse>> ListAllAsync(RequestContext context)
    {
        var after = PageQuery.Continuation(context.Request, KeyOf);
        var (found, next) = await inventory.ListAllAsync(after, PageQuery.Limit(context.Request), context.Aborted);
        return PageOf(found, next is null ? null : Continuation.Encode(next), context);
    }

    private static OwnedLink? PlaceOf(RequestContext context) => PageQuery.Continuation(context.Request, OwnedLink.FromContinuation);

    private static string? KeyOf(string continuation) => Continuation.Decode(continuation, 1) is [var key] && LinkKey.IsPossible(key) ? key : null;

    private Page<LinkResponse> PageOf(IReadOnlyList<ListedLink> found, string? continuation, RequestContext context)
    {
        var address = ShortUrlAddress.Of(context.Request, options.Value);
        return new([.. found.Select(link => LinkResponse.Of(link, address))], continuation);
    }
}
