using System.Text.Json;

namespace Serverless.Functions.Tests.EndToEnd;

/// <summary>An answer with its body, read whole.</summary>
public sealed class ApiResponse(HttpResponseMessage response, byte[] body) : IDisposable
{
    private JsonDocument? document;

    public HttpStatusCode Status => response.StatusCode;

    public byte[] Body => body;

    public string? ContentType => response.Content.Headers.ContentType?.MediaType;

    public JsonElement Json => (document ??= JsonDocument.Parse(body)).RootElement;

    /// <summary>The header exactly as it was sent; null when it was not.</summary>
    public string? Header(string name) => response.Headers.NonValidated.TryGetValues(name, out var values)
        ? values.ToString()
        : response.Content.Headers.NonValidated.TryGetValues(name, out values) ? values.ToString() : null;

    public string Text(string property) => Json.GetProperty(property).GetString()!;

    /// <summary>Holds the answer to be a problem document of this status and type, with a sentence to act on.</summary>
    public ApiResponse IsProblem(HttpStatusCode status, string type)
    {
        Assert.Equal((status, "application/problem+json", $"urn:problem-type:serverless:{type}"), (Status, ContentType, Text("type")));
        Assert.Equal((int)status, Json.GetProperty("status").GetInt32());
        Assert.NotEmpty(Text("title"));
        Assert.NotEmpty(Text("detail"));
        return this;
    }

    /// <summary>Holds the answer to refuse one field for a reason that contains the text.</summary>
    public void Refuses(string field, string reason)
    {
        IsProblem(HttpStatusCode.BadRequest, "invalid-request");
        var errors = Json.GetProperty("errors");
        Assert.True(errors.TryGetProperty(field, out var reasons), $"'{field}' is not among {errors}.");
        Assert.Contains(reason, string.Join(' ', reasons.EnumerateArray().Select(item => item.GetString())), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        document?.Dispose();
        response.Dispose();
    }
}
