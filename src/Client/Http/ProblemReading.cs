using System.Text.Json;
using System.Text.Json.Serialization;

namespace Serverless.Client;

/// <summary>Reads what an answer says of a failure, also when it comes from something in between.</summary>
internal static class ProblemReading
{
    private const string ContentType = "application/problem+json";

    public static async Task<Problem> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var problem = response.Content.Headers.ContentType?.MediaType == ContentType ? await ReadJsonAsync(response, cancellationToken) : null;
        return (problem ?? new Problem { Title = response.ReasonPhrase }) with { Status = (int)response.StatusCode };
    }

    /// <summary>From now; null when the answer does not say.</summary>
    public static TimeSpan? RetryAfter(HttpResponseMessage response, DateTimeOffset now) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date > now ? date - now : TimeSpan.Zero,
        _ => null,
    };

    private static async Task<Problem?> ReadJsonAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return JsonSerializer.Deserialize(await response.Content.ReadAsByteArrayAsync(cancellationToken), ProblemJson.Web.Problem);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>JSON of problem documents.</summary>
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(string))]
internal sealed partial class ProblemJson : JsonSerializerContext
{
    public static ProblemJson Web { get; } = new(ClientJsonOptions.Create());
}
