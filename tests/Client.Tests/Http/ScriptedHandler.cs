using System.Collections.Concurrent;
using System.Text;

namespace Serverless.Client.Tests.Http;

/// <summary>Answers requests as a test says, and remembers them.</summary>
internal sealed class ScriptedHandler(Func<int, HttpResponseMessage> answer) : HttpMessageHandler
{
    private readonly ConcurrentQueue<(string Line, string Body)> requests = new();

    public IReadOnlyList<(string Line, string Body)> Requests => [.. requests];

    public static HttpResponseMessage Json(HttpStatusCode status, string body, string type = "application/json") =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, type) };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        requests.Enqueue(($"{request.Method} {request.RequestUri!.PathAndQuery}", body));
        return answer(requests.Count);
    }
}
