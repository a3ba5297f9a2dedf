using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Messaging.Administration;

/// <summary>What header fields a request may give an endpoint, and what they make of those that it has.</summary>
internal static class EndpointHeaderRules
{
    private const string Field = "delivery.headers";

    public static void Check(IReadOnlyDictionary<string, string?>? headers, FieldErrors errors)
    {
        if (headers is null)
        {
            return;
        }

        errors.Add(Field, headers.Count > EndpointHeader.Most ? $"must have at most {EndpointHeader.Most} fields." : null);
        errors.Add(Field, headers.Keys.Distinct(StringComparer.OrdinalIgnoreCase).Count() < headers.Count ? "must name each field once, whatever its case." : null);
        foreach (var (name, value) in headers.Take(EndpointHeader.Most + 1))
        {
            errors.Add($"{Field}.{name}", RefuseName(name) ?? (value is null || EndpointHeader.IsValue(value)
                ? null
                : $"must be 1-{EndpointHeader.MaxValueLength:N0} visible ASCII characters, with spaces inside only, or null to keep the value there is."));
        }
    }

    /// <summary>A name without a value keeps the value that there is, and there has to be one: for this very endpoint.</summary>
    public static void CheckKept(DeliveryRequest? request, Delivery? current, FieldErrors errors)
    {
        foreach (var (name, value) in request?.Headers ?? Dictionary())
        {
            errors.Add($"{Field}.{name}", value is null && Find(Kept(request!, current), name) is null
                ? "must have a value: there is none to keep for this endpoint."
                : null);
        }
    }

    /// <summary>The header fields that a valid request leaves: without any word of them those that there are.</summary>
    public static IReadOnlyList<EndpointHeader>? Apply(DeliveryRequest request, Delivery? current)
    {
        var kept = Kept(request, current);
        EndpointHeader[] headers = request.Headers is null
            ? [.. kept]
            : [.. request.Headers.Select(pair => new EndpointHeader(pair.Key, pair.Value ?? Find(kept, pair.Key)!.Value))];
        return headers.Length == 0 ? null : headers;
    }

    // What lets us in at one endpoint is not told to another.
    private static IReadOnlyList<EndpointHeader> Kept(DeliveryRequest request, Delivery? current) =>
        current is Delivery.Push { Headers: { } headers } push && push.Endpoint == request.Endpoint ? headers : [];

    private static EndpointHeader? Find(IReadOnlyList<EndpointHeader> headers, string name) =>
        headers.FirstOrDefault(header => string.Equals(header.Name, name, StringComparison.OrdinalIgnoreCase));

    private static string? RefuseName(string name) => EndpointHeader.IsAllowed(name)
        ? null
        : $"is no name that may be given: it must be a header field of at most {EndpointHeader.MaxNameLength} characters. The service sets, or leaves out, {EndpointHeader.Refused}.";

    private static Dictionary<string, string?> Dictionary() => [];
}
