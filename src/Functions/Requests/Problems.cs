using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Serverless.Core;

namespace Serverless.Functions.Requests;

/// <summary>Every problem document that the HTTP surface answers with (RFC 9457): a stable type and a sentence to act on.</summary>
public static class Problems
{
    public static ProblemDetails Invalid(FieldErrors errors) =>
        Create(StatusCodes.Status400BadRequest, ProblemTypes.InvalidRequest, "The request has invalid fields.", "Correct the fields named in 'errors' and send it again.").With(errors);

    /// <summary>The same problem, which names the fields that it is about.</summary>
    public static ProblemDetails With(this ProblemDetails problem, FieldErrors errors)
    {
        problem.Extensions["errors"] = errors.ToDictionary();
        if (errors.More > 0)
        {
            problem.Detail += string.Create(CultureInfo.InvariantCulture, $" These are the first {FieldErrors.MaxFields}; {errors.More:N0} more are wrong.");
            problem.Extensions["more"] = errors.More;
        }

        return problem;
    }

    public static ProblemDetails Unauthenticated() => Create(
        StatusCodes.Status401Unauthorized, ProblemTypes.Unauthenticated, "A valid API key is required.",
        "Send it as 'authorization: Bearer KEY' or 'x-api-key: KEY'. A key that is unknown, expired or revoked is refused.");

    public static ProblemDetails Forbidden(string permission, string? resource = null) => Create(
        StatusCodes.Status403Forbidden, ProblemTypes.Forbidden, "The API key lacks a scope.",
        $"Use a key with the scope '{permission}'{(ResourceName.IsValid(resource) ? $" or '{permission}:{resource}'" : "")}.");

    public static ProblemDetails NotOwner() => Create(
        StatusCodes.Status403Forbidden, ProblemTypes.NotOwner, "This belongs to another owner.", "Use a key of its owner, or one with the scope 'admin'.");

    public static ProblemDetails NotFound(string what) => Create(
        StatusCodes.Status404NotFound, ProblemTypes.NotFound, $"There is no such {what}.",
        what is "rule" or "API" or "topic" or "subscription" ? "Check its name: upper and lower case differ. Or make it first, by a PUT." : "Check its name: upper and lower case differ.");

    public static ProblemDetails LinkGone() => Create(
        StatusCodes.Status410Gone, ProblemTypes.LinkGone, "This link has expired or was deleted.", "Ask whoever gave it to you for a new one.");

    public static ProblemDetails LinkBlocked() => Create(
        StatusCodes.Status403Forbidden, ProblemTypes.LinkBlocked, "This link leads to a site that is blocked here.", "Do not visit it. If it is blocked by mistake, tell whoever runs this service.");

    public static ProblemDetails AliasTaken() => Create(
        StatusCodes.Status409Conflict, ProblemTypes.AliasTaken, "This alias is taken.",
        "Choose another one. An alias whose link has expired or was deleted becomes free again after a quarantine.");

    public static ProblemDetails IdempotencyMismatch() => Create(
        StatusCodes.Status422UnprocessableEntity, ProblemTypes.IdempotencyMismatch, "This Idempotency-Key came with another body before.",
        "Choose a new key for each request; keep it when the same request is sent again, byte for byte.");

    public static ProblemDetails IdempotencyInFlight() => Create(
        StatusCodes.Status409Conflict, ProblemTypes.IdempotencyInFlight, "A request with this Idempotency-Key is being worked at.", "Send it again in a moment. After a crash it takes up to 30 seconds until another may finish it.");

    /// <param name="id">Of the API key that an earlier copy of the request has made.</param>
    public static ProblemDetails KeyExists(string id)
    {
        var problem = Create(
            StatusCodes.Status409Conflict, ProblemTypes.KeyExists, "A request with this Idempotency-Key has made an API key before.",
            "Its id is in 'id'; its secret was shown once and can't be had again. Rotate the key to get another, or choose another Idempotency-Key to make a second one.");
        problem.Extensions["id"] = id;
        return problem;
    }

    public static ProblemDetails PushSubscription() => Create(
        StatusCodes.Status409Conflict, ProblemTypes.PushSubscription, "Messages of this subscription are pushed to its endpoint.",
        "Change its delivery to pull to ask for them; nothing gets lost by that.");

    public static ProblemDetails PreconditionFailed() => Create(
        StatusCodes.Status412PreconditionFailed, ProblemTypes.PreconditionFailed, "What is there is not what the request demands.",
        "Nothing was changed. Read it again: 'ETag' of this answer is the current one, and is left out where there is nothing.");

    public static ProblemDetails TooLarge(int maxBytes) => Create(
        StatusCodes.Status413PayloadTooLarge, ProblemTypes.TooLarge, "The request body is too large.",
        string.Create(CultureInfo.InvariantCulture, $"Send at most {maxBytes:N0} bytes; split a batch into several requests."));

    public static ProblemDetails EncodedBody(string encoding) => Create(
        StatusCodes.Status415UnsupportedMediaType, ProblemTypes.EncodedBody, "The request body is compressed.", $"Send it without 'content-encoding: {encoding}'.");

    public static ProblemDetails UnsupportedMediaType(string contentType) => Create(
        StatusCodes.Status415UnsupportedMediaType, ProblemTypes.UnsupportedFormat, "The request body says that it is no JSON.",
        $"'{contentType}' was sent; send JSON in UTF-8, as application/json, as a type that ends in +json, or without a content type.");

    public static ProblemDetails BadHttp(int status) => Create(
        status, ProblemTypes.BadHttp, "The request could not be read.", "Check its headers, its length and that it was sent whole.");

    public static ProblemDetails Unavailable() => Create(
        StatusCodes.Status503ServiceUnavailable, ProblemTypes.Unavailable, "A store does not answer.",
        "Try again in a moment. If the request was to write something, it may have been done: look before you repeat it.");

    public static ProblemDetails Unrecorded() => Create(
        StatusCodes.Status503ServiceUnavailable, ProblemTypes.Unavailable, "Nothing was changed: the change could not be recorded.",
        "Every change of this kind is recorded before it is made, and the store of these records does not answer. Try again in a moment.");

    public static ProblemDetails Internal() => Create(
        StatusCodes.Status500InternalServerError, ProblemTypes.Internal, "Something went wrong here, not in the request.",
        "The operator's log says what. Try again later.");

    /// <param name="type">One of <see cref="ProblemTypes"/>.</param>
    /// <param name="detail">A sentence to act on.</param>
    public static ProblemDetails Create(int status, string type, string title, string detail) =>
        new() { Status = status, Type = ProblemTypes.UriOf(type), Title = title, Detail = detail };
}
