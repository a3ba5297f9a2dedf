using System.Net.Http.Headers;
using Serverless.Azure.Tests.Emulators;

namespace Serverless.Azure.Tests.CosmosStandIn;

/// <summary>The stand-in in the same process, for <c>CosmosClientOptions.HttpClientFactory</c>, over a network that a test may disturb.</summary>
internal sealed class StandInHandler(StandInGateway gateway) : HttpMessageHandler
{
    /// <summary>Status that asks to repeat a write that met another one.</summary>
    private const HttpStatusCode RetryWith = (HttpStatusCode)449;

    private static readonly Uri Address = new("https://stand-in.invalid/");

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        var body = message.Content is null ? [] : await message.Content.ReadAsByteArrayAsync(cancellationToken);
        string[] path = [.. message.RequestUri!.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)];
        var request = new StandInRequest(message.Method.Method, path, name => HeaderOf(message, name), body);
        await gateway.Network.ReachAsync(request.Name);
        return gateway.Network.Next(request.Name) switch
        {
            NetworkFault.None => Respond(message, await gateway.AnswerAsync(request, Address)),
            NetworkFault.RequestLost => throw new HttpRequestException("The request got lost."),
            NetworkFault.AnswerLost => await LoseAsync(request),
            NetworkFault.TimedOut => throw new TaskCanceledException("It took too long."),
            NetworkFault.Unavailable => Respond(message, StandInAnswer.Refused(HttpStatusCode.ServiceUnavailable, "Service is currently unavailable.")),
            NetworkFault.TooMany => Respond(message, TooMany("1")),
            NetworkFault.Overloaded => Respond(message, TooMany("60000")),
            NetworkFault.RetryWith => Respond(message, StandInAnswer.Refused(RetryWith, "Conflicting request to resource has been attempted. Retry to avoid conflicts.")),
            NetworkFault.Crash => throw new CrashException(),
            var fault => throw new NotSupportedException($"{fault}"),
        };
    }

    private static StandInAnswer TooMany(string milliseconds) =>
        StandInAnswer.Refused(HttpStatusCode.TooManyRequests, "Request rate is large.", substatus: 3_200).With("x-ms-retry-after-ms", milliseconds);

    private async Task<HttpResponseMessage> LoseAsync(StandInRequest request)
    {
        await gateway.AnswerAsync(request, Address);
        throw new HttpRequestException("The answer got lost.");
    }

    private static string? HeaderOf(HttpRequestMessage message, string name) =>
        message.Headers.TryGetValues(name, out var values) || message.Content?.Headers.TryGetValues(name, out values) == true
            ? string.Join(',', values)
            : null;

    private static HttpResponseMessage Respond(HttpRequestMessage message, StandInAnswer answer)
    {
        var response = new HttpResponseMessage(answer.Status) { RequestMessage = message, Content = new ByteArrayContent(answer.Body) };
        response.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(answer.ContentType);
        foreach (var (name, value) in answer.Headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }
}
