using Polly;
using Polly.Retry;

namespace Serverless.Core.Storage;

/// <summary>
/// Runs an attempt again when it lost a race or its answer: a bounded number of times with jitter, then the exception
/// surfaces. Attempts must begin with a read that recognises their own earlier, unanswered write.
/// </summary>
public sealed class StoreRetry
{
    /// <summary>How often an attempt is repeated after the first.</summary>
    public const int Retries = 10;

    /// <summary>How often an attempt is repeated that a store refused because it has too much to do, each time after the time it asked for.</summary>
    public const int ThrottledRetries = 2;

    /// <summary>A store that asks for more time than this is not tried again within a request.</summary>
    public static readonly TimeSpan LongestThrottling = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(10);

    // Dozens of writers of one row need room to pass one another; in all about two seconds, within a client's patience.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(300);

    private readonly ResiliencePipeline pipeline;

    /// <param name="time">The clock that delays are taken from.</param>
    /// <param name="firstDelay">Median delay before the first repetition, doubled each time; null for 10 ms.</param>
    public StoreRetry(TimeProvider time, TimeSpan? firstDelay = null)
    {
        pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = static args => ValueTask.FromResult(args.Outcome.Exception switch
                {
                    StoreUnavailableException { RetryAfter: { } wait } => args.AttemptNumber < ThrottledRetries && wait <= LongestThrottling,
                    StoreUnavailableException or WriteConflictException => true,
                    _ => false,
                }),
                DelayGenerator = static args => ValueTask.FromResult((args.Outcome.Exception as StoreUnavailableException)?.RetryAfter),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = firstDelay ?? FirstDelay,
                MaxDelay = LongestDelay,
                MaxRetryAttempts = Retries,
            })
            .Build();
    }

    /// <exception cref="WriteConflictException">Every attempt lost its race.</exception>
    /// <exception cref="StoreUnavailableException">The store did not answer the last attempt.</exception>
    public async ValueTask<T> RunAsync<T>(Func<CancellationToken, ValueTask<T>> attempt, CancellationToken cancellationToken)
    {
        // In the caller's context, as everything that waits here: a simulation runs it all on one thread.
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: true, cancellationToken);
        try
        {
            return await pipeline.ExecuteAsync(static (context, attempt) => attempt(context.CancellationToken), context, attempt);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>Runs an attempt that asks a <see cref="Precondition"/> of what it reads, and passes over it where that is its own earlier write.</summary>
    /// <exception cref="PreconditionFailedException">It was not met, and nothing was written.</exception>
    /// <inheritdoc cref="RunAsync"/>
    public async ValueTask<T> RunConditionallyAsync<T>(Func<CancellationToken, ValueTask<T>> attempt, CancellationToken cancellationToken)
    {
        StoreUnavailableException? unanswered = null;
        try
        {
            return await RunAsync(RunOnceAsync, cancellationToken);
        }
        catch (PreconditionFailedException) when (unanswered is not null)
        {
            // An attempt of ours may have been stored and written over since: that nothing was written can't be said.
            throw new StoreUnavailableException("What was written without an answer is not what is there.", unanswered);
        }

        async ValueTask<T> RunOnceAsync(CancellationToken token)
        {
            try
            {
                return await attempt(token);
            }
            catch (StoreUnavailableException exception)
            {
                unanswered = exception;
                throw;
            }
        }
    }
}
