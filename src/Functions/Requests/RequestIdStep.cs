using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Serverless.Functions.Requests;

/// <summary>
/// Gives every request an id, the client's where it sent one that can be used: in the answer, in problems, and in the scope of
/// what is logged about it. Operations that log only what went wrong get their scope then.
/// </summary>
public sealed class RequestIdStep(RequestIds ids, ILogger<RequestIdStep> logger) : IRequestStep
{
    public const string Header = "x-request-id";

    private const int MaxLength = 128;

    private static readonly SearchValues<char> Characters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/+=@|");

    public Task<IResult> InvokeAsync(RequestContext context, RequestHandler next)
    {
        var http = context.Request.HttpContext;
        var id = context.Request.Headers.TryGetValue(Header, out var sent) && IsUsable(sent.ToString()) ? sent.ToString() : ids.Next();
        http.Response.Headers[Header] = id;
        if (context.Operation.LogsOnlyFaults)
        {
            return next(context);
        }

        // What goes on after a wait has the scope all the same.
        using (logger.BeginScope(new RequestIdScope(id)))
        {
            return next(context);
        }
    }

    /// <summary>The id of a request; null for one that has come to no function.</summary>
    public static string? Of(HttpContext context) => context.Response.Headers.TryGetValue(Header, out var id) ? id.ToString() : null;

    private static bool IsUsable(string id) => id.Length is > 0 and <= MaxLength && !id.AsSpan().ContainsAnyExcept(Characters);
}
