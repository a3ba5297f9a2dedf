using System.Net;

namespace Serverless.Core.Network;

/// <summary>
/// Sends every request once (see <see cref="SingleSendStream"/>), each part of its body as soon as it has come, and takes
/// an answer that leaves HTTP, which nobody asked for, for none.
/// </summary>
internal sealed class SingleSendHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    // RFC 9110, section 9.2.1: who sends them twice asks for nothing twice.
    private static readonly HttpMethod[] Safe = [HttpMethod.Get, HttpMethod.Head, HttpMethod.Options, HttpMethod.Trace];

    /// <summary>What the sockets below must use for a connection (<see cref="SocketsHttpHandler.PlaintextStreamFilter"/>), so that this holds.</summary>
    public static Stream StreamOf(SocketsHttpPlaintextStreamFilterContext connection) =>
        connection.NegotiatedHttpVersion.Major > 1 ? connection.PlaintextStream : new SingleSendStream(connection.PlaintextStream);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var content = request.Content;
        var exchange = new Exchange(mayRepeat: content is null && Safe.Contains(request.Method), hasBody: content is not null);
        if (content is not null)
        {
            request.Content = new StreamedContent(content, exchange);
        }

        // The connection finds it in the flow of control, because it sees no requests, only bytes.
        Exchange.Current = exchange;
        var response = await base.SendAsync(request, cancellationToken);
        if (response.StatusCode != HttpStatusCode.SwitchingProtocols)
        {
            return response;
        }

        response.Dispose();
        throw new HttpRequestException("The server switched to another protocol, which nobody asked for.");
    }
}
