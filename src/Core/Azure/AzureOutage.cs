using System.Net;
using System.Net.Sockets;
using Azure;
using Azure.Identity;
using Serverless.Core.Storage;

namespace Serverless.Core.Azure;

/// <summary>Tells an outage from an answer, and turns it into the exception of the ports.</summary>
public static class AzureOutage
{
    private const string TableBeingDeleted = "TableBeingDeleted";
    private const string QueueBeingDeleted = "QueueBeingDeleted";

    /// <summary>Runs a request to an Azure service; answers such as 404, 409 and 412 stay <see cref="RequestFailedException"/>.</summary>
    /// <exception cref="StoreUnavailableException">The service did not answer, or can't serve now.</exception>
    public static async Task<T> GuardAsync<T>(Func<CancellationToken, Task<T>> request, CancellationToken cancellationToken)
    {
        try
        {
            return await request(cancellationToken);
        }
        catch (Exception exception) when (Is(exception, cancellationToken))
        {
            throw new StoreUnavailableException("Azure Storage does not answer.", exception);
        }
    }

    private static bool Is(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        RequestFailedException failed => IsOutage(failed.Status) || failed.ErrorCode is TableBeingDeleted or QueueBeingDeleted,
        // The client's own time-out looks like a cancellation.
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        // What each of the repetitions failed of.
        AggregateException all => all.InnerExceptions.All(inner => Is(inner, cancellationToken)),
        // A connection that is reset while it is being made surfaces without its envelope.
        SocketException => true,
        HttpRequestException or IOException or TimeoutException or AuthenticationFailedException => true,
        _ => false,
    };

    // Without a status there was no answer at all.
    private static bool IsOutage(int status) =>
        status is 0 or (int)HttpStatusCode.RequestTimeout or (int)HttpStatusCode.TooManyRequests or >= (int)HttpStatusCode.InternalServerError;
}
