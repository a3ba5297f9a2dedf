using Microsoft.AspNetCore.Http;

namespace Serverless.Functions.Requests;

/// <summary>Writes a JSON answer at once and with its length, which spares the client the chunks and the server a second send.</summary>
internal static class JsonResponse
{
    public const string Json = "application/json; charset=utf-8";
    public const string Problem = "application/problem+json";

    /// <param name="body">Whole, in UTF-8.</param>
    public static Task WriteAsync(HttpResponse response, int status, string contentType, ReadOnlyMemory<byte> body)
    {
        response.StatusCode = status;
        response.ContentType = contentType;
        response.ContentLength = body.Length;
        var writing = response.BodyWriter.WriteAsync(body);
        return writing.IsCompletedSuccessfully ? Task.CompletedTask : writing.AsTask();
    }
}
