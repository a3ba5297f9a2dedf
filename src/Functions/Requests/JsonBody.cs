using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Serverless.Functions.Requests;

/// <summary>Reads bodies of requests.</summary>
internal static class JsonBody
{
    /// <summary>The request that the body holds; one without fields when there is no body.</summary>
    /// <param name="check">See <see cref="JsonReading"/>.</param>
    /// <exception cref="RequestRefusedException">The body can't be used.</exception>
    public static async Task<T> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> type, FieldCheck<T>? check = null)
        where T : class, new()
    {
        // A request without a body may say so by a length of 0, or by no length at all.
        var body = await RequestBody.ReadAsync(request);
        return body.IsEmpty ? new T() : JsonReading.Read(body, type, check);
    }

    /// <summary>The request that the body holds.</summary>
    /// <inheritdoc cref="ReadAsync"/>
    public static async Task<T> ReadRequiredAsync<T>(HttpRequest request, JsonTypeInfo<T> type, FieldCheck<T>? check = null)
        where T : class => JsonReading.Read(await RequestBody.ReadAsync(request), type, check);
}
