using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;
using Serverless.Core.Storage;

namespace Serverless.Functions.Requests;

/// <summary>What a client is told of an exception, and what the operator is.</summary>
public static partial class FaultResponses
{
    public static ProblemResult For(Exception exception, string operation, ILogger logger) =>
        new(Describe(exception, operation, logger)) { Revision = (exception as PreconditionFailedException)?.Revision };

    /// <summary>The status that a client is answered with.</summary>
    /// <param name="aborted">Fires when the client has gone.</param>
    public static int StatusOf(Exception exception, CancellationToken aborted) => exception switch
    {
        OperationCanceledException when aborted.IsCancellationRequested => StatusCodes.Status499ClientClosedRequest,
        RequestRefusedException refused => refused.Problem.Status ?? StatusCodes.Status400BadRequest,
        BadHttpRequestException bad => bad.StatusCode,
        StoreUnavailableException or WriteConflictException => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    /// <summary>The problem alone, for one item of a batch.</summary>
    public static ProblemDetails Describe(Exception exception, string operation, ILogger logger)
    {
        switch (exception)
        {
            case RequestRefusedException refused:
                return refused.Problem;
            case PreconditionFailedException:
                return Problems.PreconditionFailed();
            case BadHttpRequestException bad:
                return Problems.BadHttp(bad.StatusCode);
            case StoreUnavailableException or WriteConflictException:
                LogUnavailable(logger, operation, exception);
                return Problems.Unavailable();
            default:
                LogUnexpected(logger, operation, exception);
                return Problems.Internal();
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Operation} was answered with 503.")]
    private static partial void LogUnavailable(ILogger logger, string operation, Exception exception);

    [LoggerMessage(LogLevel.Error, "{Operation} failed unexpectedly.")]
    private static partial void LogUnexpected(ILogger logger, string operation, Exception exception);
}
