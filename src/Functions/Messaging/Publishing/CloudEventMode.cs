using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Messaging.Publishing;

/// <summary>How a request carries CloudEvents (HTTP binding 1.0, section 3): by its content type, else by its headers.</summary>
internal static class CloudEventMode
{
    public const string Structured = "structured";
    public const string Batch = "batch";
    public const string Binary = "binary";

    private const string Prefix = "application/cloudevents";
    private const string StructuredType = Prefix + "+json";
    private const string BatchType = Prefix + "-batch+json";

    /// <summary>One of the modes; null when the request carries none.</summary>
    /// <exception cref="RequestRefusedException">The events are in a format that is not read here.</exception>
    public static string? Of(HttpRequest request)
    {
        if (request.ContentType?.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) != true)
        {
            return request.Headers.Keys.Any(BinaryCloudEvent.IsAttribute) ? Binary : null;
        }

        var isUtf8 = MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && ContentTypes.IsUtf8(type);
        return type?.MediaType.Value?.ToLowerInvariant() switch
        {
            StructuredType when isUtf8 => Structured,
            BatchType when isUtf8 => Batch,
            _ => throw new RequestRefusedException(TopicProblems.UnsupportedFormat(request.ContentType)),
        };
    }
}
