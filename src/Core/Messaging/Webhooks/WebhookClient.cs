using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Network;

namespace Serverless.Core.Messaging.Webhooks;

/// <summary>
/// Sends webhook requests. An answer counts when its headers are there; how its body begins is for people to read. Redirects are
/// not followed, and nothing is kept between requests but connections.
/// </summary>
public sealed class WebhookClient(WebhookConnections connections, IOptions<PushOptions> options, TimeProvider time) : IDisposable
{
    /// <summary>How long an endpoint has for its answer, the connection included, if nothing else was agreed.</summary>
    public static readonly TimeSpan AttemptTimeout = Delivery.Push.DefaultTimeout;

    private readonly HttpMessageInvoker http = new(connections.Handler, disposeHandler: false);

    /// <summary>Posts a request once.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled: the endpoint may have got the request.</exception>
    public Task<DeliveryOutcome> PostAsync(WebhookRequest request, CancellationToken cancellationToken) => SendAsync(
        () => MessageOf(request),
        async (response, latency) => DeliveryOutcome.Of(response.StatusCode, response.Headers.RetryAfter, time.GetUtcNow(), latency) with
        {
            Answer = await AnswerText.ReadAsync(response.Content, request, time, cancellationToken),
        },
        DeliveryOutcome.Without,
        request.Timeout ?? AttemptTimeout,
        cancellationToken);

    /// <summary>Asks an endpoint for permission to send (CloudEvents HTTP webhooks, section 4).</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <param name="headers">Header fields of the endpoint's owner; null for none.</param>
    public Task<HandshakeReply> AskAsync(Uri endpoint, IReadOnlyList<EndpointHeader>? headers, CancellationToken cancellationToken) => SendAsync(
        () => New(HttpMethod.Options, endpoint, headers),
        (response, _) => Task.FromResult(HandshakeReply.Of(response, options.Value.Origin)),
        (result, _) => HandshakeReply.Without(result),
        AttemptTimeout,
        cancellationToken);

    public void Dispose() => http.Dispose();

    private async Task<T> SendAsync<T>(
        Func<HttpRequestMessage> message, Func<HttpResponseMessage, TimeSpan, Task<T>> answered, Func<DeliveryResult, TimeSpan, T> failed, TimeSpan atMost, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(atMost, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var start = time.GetTimestamp();
        try
        {
            using var request = message();
            using var response = await http.SendAsync(request, either.Token);
            return await answered(response, time.GetElapsedTime(start));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return failed(DeliveryResult.TimedOut, time.GetElapsedTime(start));
        }
        // A connection that is reset while it is being made surfaces without its envelope.
        catch (Exception exception) when (exception is HttpRequestException or SocketException)
        {
            var result = exception.InnerException is RefusedAddressException ? DeliveryResult.AddressRefused : DeliveryResult.Unreachable;
            return failed(result, time.GetElapsedTime(start));
        }
    }

    private HttpRequestMessage MessageOf(WebhookRequest request)
    {
        var now = time.GetUtcNow();
        var message = New(HttpMethod.Post, request.Endpoint, request.Headers);
        message.Content = new ReadOnlyMemoryContent(request.Body);
        message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(request.ContentType);
        Add(message, WebhookHeaders.Id, request.Id);
        Add(message, WebhookHeaders.Timestamp, now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        Add(message, WebhookHeaders.Signature, WebhookSignature.Of(request.Secrets, request.Id, now, request.Body.Span));
        Add(message, WebhookHeaders.TraceParent, request.TraceParent);
        Add(message, WebhookHeaders.TraceState, request.TraceState);
        return message;
    }

    private HttpRequestMessage New(HttpMethod method, Uri endpoint, IReadOnlyList<EndpointHeader>? headers)
    {
        var message = new HttpRequestMessage(method, endpoint);
        message.Headers.UserAgent.ParseAdd(WebhookHeaders.UserAgent);
        Add(message, WebhookHeaders.RequestOrigin, options.Value.Origin);
        foreach (var header in headers ?? [])
        {
            Add(message, header.Name, header.Value);
        }

        return message;
    }

    private static void Add(HttpRequestMessage message, string name, string? value)
    {
        if (value is not null)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }
    }
}
