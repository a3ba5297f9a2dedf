using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Messaging.Webhooks;

/// <summary>One request to an endpoint, signed anew for each attempt.</summary>
/// <param name="Id">The value of <c>webhook-id</c>: the same for every attempt, without a full stop.</param>
/// <param name="TraceParent">The value of <c>traceparent</c> (W3C Trace Context); null for none.</param>
/// <param name="TraceState">The value of <c>tracestate</c>; null for none.</param>
/// <param name="Headers">Header fields of the endpoint's owner; null for none.</param>
/// <param name="Timeout">How long the answer may take; null for <see cref="WebhookClient.AttemptTimeout"/>.</param>
public sealed record WebhookRequest(
    Uri Endpoint,
    IReadOnlyList<SigningSecret> Secrets,
    string Id,
    string ContentType,
    ReadOnlyMemory<byte> Body,
    string? TraceParent,
    string? TraceState,
    IReadOnlyList<EndpointHeader>? Headers = null,
    TimeSpan? Timeout = null);
