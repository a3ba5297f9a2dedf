using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Serverless.Functions.Requests;

/// <summary>201 with the place of what was made, and the thing itself by the given JSON contract.</summary>
public sealed class CreatedResult<T>(string location, T value, JsonTypeInfo<T> type) : IResult, IStatusCodeHttpResult, ICreatedResult
{
    public int? StatusCode => StatusCodes.Status201Created;

    public string Name => Uri.UnescapeDataString(location[(location.LastIndexOf('/') + 1)..]);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.Location = location;
        return TypedResults.Json(value, type, statusCode: StatusCode).ExecuteAsync(httpContext);
    }
}

/// <summary>An answer that says what was made.</summary>
public interface ICreatedResult
{
    /// <summary>What it is called at its place.</summary>
    string Name { get; }
}
