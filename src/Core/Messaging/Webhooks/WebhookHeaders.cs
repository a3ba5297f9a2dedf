namespace Serverless.Core.Messaging.Webhooks;

/// <summary>The names of the header fields of Standard Webhooks, and of HTTP webhooks of CloudEvents.</summary>
internal static class WebhookHeaders
{
    public const string Id = "webhook-id";
    public const string Timestamp = "webhook-timestamp";
    public const string Signature = "webhook-signature";

    public const string RequestOrigin = "WebHook-Request-Origin";
    public const string AllowedOrigin = "WebHook-Allowed-Origin";
    public const string AllowedRate = "WebHook-Allowed-Rate";

    public const string TraceParent = "traceparent";
    public const string TraceState = "tracestate";

    public const string UserAgent = "Serverless-Webhooks/1.0";
}
