using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Azure.Identity;
using Microsoft.Azure.Cosmos;
using Serverless.Core.Storage;

namespace Serverless.Core.Cosmos;

/// <summary>Tells an outage of Cosmos DB from an answer, and turns it into the exception of the ports.</summary>
internal static class CosmosOutage
{
    /// <summary>Status of a write that met another one, to be repeated.</summary>
    private const HttpStatusCode RetryWith = (HttpStatusCode)449;

    /// <summary>The region does not take writes, as while another takes over.</summary>
    private const int WriteForbidden = 3;

    private const string SubstatusHeader = "x-ms-substatus";

    /// <summary>How long a request may take, with what the SDK repeats.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(8);

    /// <exception cref="StoreUnavailableException">The service did not answer in time, or can't serve now.</exception>
    public static async Task<T> GuardAsync<T>(Func<CancellationToken, Task<T>> request, TimeProvider time, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await request(either.Token);
        }
        catch (Exception exception) when (Is(exception, cancellationToken))
        {
            throw new StoreUnavailableException("Cosmos DB does not answer.", exception) { RetryAfter = RetryAfterOf(exception) };
        }
    }

    /// <summary>Whether the answer is one that the ports know: done, or 404, 409 and 412.</summary>
    /// <exception cref="CosmosException">It is none, be it an outage or a fault.</exception>
    public static bool Succeeded(ResponseMessage response)
    {
        if (response.IsSuccessStatusCode || IsRefusal(response.StatusCode, SubstatusOf(response)))
        {
            return response.IsSuccessStatusCode;
        }

        response.EnsureSuccessStatusCode();
        return true;
    }

    /// <inheritdoc cref="Succeeded(ResponseMessage)"/>
    public static bool Succeeded(TransactionalBatchResponse response)
    {
        var substatus = int.TryParse(response.Headers[SubstatusHeader], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        return response.IsSuccessStatusCode || IsRefusal(response.StatusCode, substatus)
            ? response.IsSuccessStatusCode
            : throw new CosmosException(response.ErrorMessage, response.StatusCode, substatus, response.ActivityId, response.RequestCharge);
    }

    // With a substatus, 404 says that the container is missing, or that no replica has seen what this session has.
    private static bool IsRefusal(HttpStatusCode status, int substatus) =>
        status is HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed || (status == HttpStatusCode.NotFound && substatus == 0);

    private static int SubstatusOf(ResponseMessage response) =>
        int.TryParse(response.Headers[SubstatusHeader], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static bool Is(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        CosmosException failed => IsOutage(failed),
        // The deadline looks like a cancellation.
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        // A connection that is reset while it is being made surfaces without its envelope.
        SocketException => true,
        HttpRequestException or IOException or TimeoutException or AuthenticationFailedException => true,
        _ => false,
    };

    private static TimeSpan? RetryAfterOf(Exception exception) =>
        exception is CosmosException { StatusCode: HttpStatusCode.TooManyRequests } throttled ? throttled.RetryAfter : null;

    private static bool IsOutage(CosmosException failed) =>
        failed.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.Gone or HttpStatusCode.NotFound or RetryWith
            or >= HttpStatusCode.InternalServerError
        || (failed.StatusCode == HttpStatusCode.Forbidden && failed.SubStatusCode == WriteForbidden);
}
