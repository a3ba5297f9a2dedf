using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Serverless.Core.Messaging.Webhooks;

namespace Serverless.Core.Tests.Messaging.Webhooks;

/// <summary>Attempts that end without an answer.</summary>
public sealed class WebhookClientTests
{
    private static readonly Uri Endpoint = new("http://endpoint.example/hook");

    // As .NET says it of a connection that is reset before it is known where it leads.
    [Fact]
    public async Task A_connection_that_is_reset_while_it_is_made_is_a_failed_attempt()
    {
        using var connections = new WebhookConnections(new BrokenHandler());
        using var client = new WebhookClient(connections, Options.Create(new PushOptions()), TimeProvider.System);
        var request = new WebhookRequest(Endpoint, [], "msg_1", "application/json", "{}"u8.ToArray(), null, null);
        var outcome = await client.PostAsync(request, TestContext.Current.CancellationToken);
        var reply = await client.AskAsync(Endpoint, null, TestContext.Current.CancellationToken);
        Assert.Equal(DeliveryResult.Unreachable, outcome.Result);
        Assert.False(reply.IsGranted);
    }

    private sealed class BrokenHandler : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromException<HttpResponseMessage>(new SocketException((int)SocketError.NotConnected));
    }
}
