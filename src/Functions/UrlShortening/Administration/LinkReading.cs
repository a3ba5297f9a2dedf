using System.Text.Json;
using Serverless.Core;
using Serverless.Core.UrlShortening.Administration;
using Serverless.Functions.Requests;

namespace Serverless.Functions.UrlShortening.Administration;

/// <summary>Reads links to make; of those that can't be read, it names all that is wrong at once.</summary>
internal static class LinkReading
{
    /// <exception cref="RequestRefusedException">The link can't be read.</exception>
    public static NewLink Read(JsonElement item, LinkCreator creator, RequestContext context, ShortUrlAddress address) =>
        TryRead(item, creator, context, address, out var errors) ?? throw new RequestRefusedException(errors);

    /// <summary>Null when it can't be read, with what is wrong.</summary>
    public static NewLink? TryRead(JsonElement item, LinkCreator creator, RequestContext context, ShortUrlAddress address, out FieldErrors errors) =>
        JsonReading.TryRead(item, LinksJson.Web.NewLink, out errors, (readable, _) => creator.Refuse(readable, context.Caller, address.Request)?.Errors ?? new FieldErrors());
}
