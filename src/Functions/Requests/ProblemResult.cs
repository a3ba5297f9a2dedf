using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Serverless.Functions.Requests;

/// <summary>Answers with a problem document and the headers that its status asks for.</summary>
/// <param name="retryAfter">Whole seconds; null for one where the status asks for patience.</param>
public sealed class ProblemResult(ProblemDetails problem, long? retryAfter = null) : IResult, IStatusCodeHttpResult
{
    private const long DefaultRetryAfter = 1;

    public int? StatusCode => problem.Status;

    public ProblemDetails Problem => problem;

    /// <summary>Of what is there instead of what the request demanded; null where that does not matter, or nothing is.</summary>
    public string? Revision { get; init; }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var headers = httpContext.Response.Headers;
        if (RequestIdStep.Of(httpContext) is { } id)
        {
            problem.Extensions["requestId"] = id;
        }

        headers.CacheControl = CacheControlHeaderValue.NoStoreString;
        headers.ETag = Revision is null ? default : (StringValues)EntityTags.Of(Revision);
        switch (problem.Status)
        {
            case StatusCodes.Status401Unauthorized:
                headers.WWWAuthenticate = "Bearer";
                break;
            case StatusCodes.Status503ServiceUnavailable:
            case StatusCodes.Status429TooManyRequests:
                headers.RetryAfter = (retryAfter ?? DefaultRetryAfter).ToString(CultureInfo.InvariantCulture);
                break;
        }

        return JsonResponse.WriteAsync(
            httpContext.Response,
            problem.Status ?? StatusCodes.Status500InternalServerError,
            JsonResponse.Problem,
            JsonSerializer.SerializeToUtf8Bytes(problem, RequestsJson.Web.ProblemDetails));
    }
}
