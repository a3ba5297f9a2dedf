using System.Text.RegularExpressions;

namespace Serverless.Azure.Tests.Emulators;

/// <summary>Sends requests as far as a network lets them pass.</summary>
internal sealed partial class UnreliableHandler(UnreliableNetwork network) : DelegatingHandler(new SocketsHttpHandler())
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await network.ReachAsync(NameOf(request));
        switch (network.Next(NameOf(request)))
        {
            case NetworkFault.RequestLost:
                throw new HttpRequestException("The request got lost.");
            case NetworkFault.AnswerLost:
                (await base.SendAsync(request, cancellationToken)).Dispose();
                throw new HttpRequestException("The answer got lost.");
            case NetworkFault.TimedOut:
                throw new TaskCanceledException("It took too long.");
            case NetworkFault.Unavailable:
                return new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
            case NetworkFault.TooMany:
                return new HttpResponseMessage(HttpStatusCode.TooManyRequests);
            case NetworkFault.Overloaded:
                return new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) { Headers = { RetryAfter = new(TimeSpan.FromMinutes(1)) } };
            case NetworkFault.Crash:
                throw new CrashException();
            default:
                return await base.SendAsync(request, cancellationToken);
        }
    }

    private static string NameOf(HttpRequestMessage request) => $"{request.Method} {Resource().Match(request.RequestUri!.AbsolutePath).Groups[1].Value}";

    /// <summary>The table or queue, without the test's prefix.</summary>
    [GeneratedRegex("^/[a-z0-9]+/(?:t[0-9a-f]{32}-?)?([^(/]*)")]
    private static partial Regex Resource();
}
