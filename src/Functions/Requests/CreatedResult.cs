using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Serverless.Functions.Requests;

/// <summary>201 with the place of what was made, and the thing itself by the given JSON contract.</summary>
public sealed class CreatedResult<T>(string location, T value, JsonTypeInfo<T> type) : IResult, IStatusCodeHttpResult
{
    public int? StatusCode => StatusCodes.Status201Created;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.Location = location;
        return TypedResults.Json(value, type, statusCode: StatusCode).ExecuteAsync(httpContext);
    }
}
