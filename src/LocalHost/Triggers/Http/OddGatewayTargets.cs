using Microsoft.AspNetCore.Http.Features;
using Serverless.Functions.RateLimiting.Checking;
using Serverless.Functions.Requests;

namespace Serverless.LocalHost.Triggers.Http;

/// <summary>
/// Refuses requests to the gateway whose target has empty or dot segments. Servers in front mend them before a function
/// sees the path, the real host too: there the mended path is what is matched and forwarded.
/// </summary>
internal sealed class OddGatewayTargets(RequestDelegate next)
{
    private const string Gateway = "/gateway/";

    public Task InvokeAsync(HttpContext context)
    {
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        return ReasonOf(target) is { } reason && IsForGateway(context, target)
            ? new ProblemResult(RateLimitProblems.AmbiguousPath(reason)).ExecuteAsync(context)
            : next(context);
    }

    // Where the target leads to in the end, or where it seems to.
    private static bool IsForGateway(HttpContext context, string target) =>
        context.Request.Path.StartsWithSegments(Gateway.TrimEnd('/'), StringComparison.OrdinalIgnoreCase)
        || Uri.UnescapeDataString(target).Contains(Gateway, StringComparison.OrdinalIgnoreCase);

    private static string? ReasonOf(string target)
    {
        var path = target.AsSpan(0, target.IndexOf('?', StringComparison.Ordinal) is >= 0 and var query ? query : target.Length);
        var authority = path.IndexOf("://", StringComparison.Ordinal);
        path = authority < 0 ? path : path[(authority + 3)..];
        if (path.Contains("//", StringComparison.Ordinal))
        {
            return "has an empty segment.";
        }

        if (!path.ContainsAny('.', '%'))
        {
            return null;
        }

        foreach (var range in path.Split('/'))
        {
            if (path[range].ToString().Replace("%2e", ".", StringComparison.OrdinalIgnoreCase) is "." or "..")
            {
                return "has a segment that is . or ...";
            }
        }

        return null;
    }
}
