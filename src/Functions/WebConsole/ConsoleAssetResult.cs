using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Serverless.Functions.WebConsole;

/// <summary>Answers with a file of the console in the encoding that the client prefers, or tells it that it has it already.</summary>
public sealed class ConsoleAssetResult(ConsoleAsset asset, string cacheControl) : IResult, IStatusCodeHttpResult
{
    public int? StatusCode => StatusCodes.Status200OK;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        var chosen = ContentCodings.Choose(asset.Encodings, request.GetTypedHeaders().AcceptEncoding);
        // The encodings are different bytes, so their strong tags differ (RFC 9110, 8.8.3.3).
        var tag = new EntityTagHeaderValue($"\"{asset.Hash}-{chosen.Coding}\"");
        ConsoleHeaders.Write(response.Headers);
        response.Headers.CacheControl = cacheControl;
        response.Headers.ETag = tag.ToString();
        response.Headers.Vary = HeaderNames.AcceptEncoding;
        if (request.GetTypedHeaders().IfNoneMatch.Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(tag, useStrongComparison: false)))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        response.ContentType = asset.ContentType;
        response.ContentLength = chosen.Content.Length;
        if (chosen.Coding != ContentCodings.Identity)
        {
            response.Headers.ContentEncoding = chosen.Coding;
        }

        return HttpMethods.IsHead(request.Method) ? Task.CompletedTask : response.Body.WriteAsync(chosen.Content, httpContext.RequestAborted).AsTask();
    }
}
