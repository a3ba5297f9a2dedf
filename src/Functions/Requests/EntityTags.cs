using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Serverless.Core;
using Serverless.Core.Storage;

namespace Serverless.Functions.Requests;

/// <summary>Revisions as HTTP says them: the header <c>ETag</c> of answers, and what requests demand by <c>If-Match</c> and <c>If-None-Match</c> (RFC 9110, section 13).</summary>
public static class EntityTags
{
    private const string Prefix = "\"r-";

    /// <summary>The entity tag of a revision, in its quotes.</summary>
    public static string Of(string revision) => $"{Prefix}{revision}\"";

    /// <summary>Says in the answer what the revision is of what it shows.</summary>
    public static void AnswerETag(this RequestContext context, string revision) => context.Request.HttpContext.Response.Headers.ETag = Of(revision);

    /// <summary>The answer to a question for something: says its revision, and 304 without a body where the client has it already.</summary>
    /// <exception cref="PreconditionFailedException">It is not what <c>If-Match</c> demands.</exception>
    public static IResult AnswerOrNotModified(this RequestContext context, string revision, Func<IResult> answer)
    {
        var demand = context.ReadPrecondition();
        (demand with { NoneOf = null }).Require(revision);
        context.AnswerETag(revision);
        return demand.IsMetBy(revision) ? answer() : TypedResults.StatusCode(StatusCodes.Status304NotModified);
    }

    /// <summary>What the request demands of the state that it finds.</summary>
    /// <exception cref="RequestRefusedException">A header of it can't be read: what is not understood must not be passed over.</exception>
    public static Precondition ReadPrecondition(this RequestContext context)
    {
        var headers = context.Request.Headers;
        return headers.IfMatch.Count == 0 && headers.IfNoneMatch.Count == 0
            ? Precondition.None
            : new Precondition
            {
                // A weak tag is never equal to any by the comparison that If-Match asks for, and is to the one of If-None-Match.
                OneOf = Read(HeaderNames.IfMatch, headers.IfMatch, tag => !tag.IsWeak),
                NoneOf = Read(HeaderNames.IfNoneMatch, headers.IfNoneMatch, _ => true),
            };
    }

    private static string[]? Read(string header, StringValues values, Func<EntityTagHeaderValue, bool> isWanted)
    {
        if (values.Count == 0)
        {
            return null;
        }

        if (!EntityTagHeaderValue.TryParseStrictList(values, out var tags) || tags.Count == 0 || (tags.Count > 1 && tags.Contains(EntityTagHeaderValue.Any)))
        {
            throw new RequestRefusedException(FieldErrors.Of(header, "must be *, or tags as they were answered, in double quotes, separated by commas: it is a header of the request."));
        }

        return [.. tags.Where(isWanted).Select(RevisionOf).OfType<string>()];
    }

    // A tag that is none of ours is no revision of anything.
    private static string? RevisionOf(EntityTagHeaderValue tag) => tag.Equals(EntityTagHeaderValue.Any)
        ? Precondition.Any
        : tag.Tag.Value is { } text && text.StartsWith(Prefix, StringComparison.Ordinal) ? text[Prefix.Length..^1] : null;
}
