using Microsoft.AspNetCore.Mvc;
using Serverless.Core.Access;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Links;
using Serverless.Functions.Requests;

namespace Serverless.Functions.UrlShortening.Administration;

/// <summary>The problem document for each way that a command or question about a link can fail.</summary>
public static class LinkResponses
{
    /// <exception cref="ArgumentException">The result is no failure.</exception>
    public static ProblemDetails ProblemOf(LinkResult result) => result.Status switch
    {
        LinkStatus.Invalid => Problems.Invalid(result.Errors!),
        LinkStatus.NotAdmin => Problems.Forbidden(ScopeNames.Admin).With(result.Errors!),
        _ => ProblemOf(result.Status),
    };

    /// <inheritdoc cref="ProblemOf(LinkResult)"/>
    public static ProblemDetails ProblemOf(LinkStatus status) => status switch
    {
        LinkStatus.AliasTaken => Problems.AliasTaken(),
        LinkStatus.NotFound => Problems.NotFound("link"),
        LinkStatus.Gone => Problems.LinkGone(),
        LinkStatus.NotOwner => Problems.NotOwner(),
        LinkStatus.Blocked => Problems.LinkBlocked(),
        _ => throw new ArgumentException($"{status} is no failure that speaks for itself.", nameof(status)),
    };
}
