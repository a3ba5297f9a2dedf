namespace Serverless.Client.Tests.Messaging;

/// <summary>Answers the commands of a subscription as a test says.</summary>
internal sealed class FakeSubscription(Func<string, string, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        return await answer(request.RequestUri!.Segments[^1], body, cancellationToken);
    }
}
