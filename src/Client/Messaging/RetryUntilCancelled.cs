using System.Net;
using Microsoft.Extensions.Logging;

namespace Serverless.Client;

/// <summary>Asks until there is an answer: a service that is away or overloaded comes back.</summary>
internal sealed partial class RetryUntilCancelled(SubscriptionPlace place, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <exception cref="ServerlessException">It refuses.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        for (var wait = First; ; wait = wait * 2 < Longest ? wait * 2 : Longest)
        {
            try
            {
                return await ask(cancellationToken);
            }
            catch (ServerlessException failure) when (MayPass(failure))
            {
                LogAway(logger, place, wait, failure);
                await Task.Delay(failure.RetryAfter > wait ? failure.RetryAfter.Value : wait, time, cancellationToken);
            }
        }
    }

    private static bool MayPass(ServerlessException failure) =>
        failure.IsUnavailable || failure.Status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or HttpStatusCode.InternalServerError;

    [LoggerMessage(LogLevel.Warning, "The service does not serve {Place}; asking again in {Wait}.")]
    private static partial void LogAway(ILogger logger, SubscriptionPlace place, TimeSpan wait, Exception exception);
}
