using Microsoft.Azure.Functions.Worker;
using Serverless.LocalHost.Queues;

namespace Serverless.LocalHost.Triggers.Queues;

/// <summary>Takes the messages of one queue function's queue in batches and has them processed side by side.</summary>
internal sealed partial class QueueListener(
    FunctionDescriptor<QueueTriggerAttribute> function, QueueSettings settings, ITriggerQueue queue, IServiceScopeFactory scopes, TimeProvider time, ILogger<QueueListener> logger)
    : BackgroundService
{
    private readonly string queueName = function.Trigger.QueueName;
    private readonly MessageProcessor processor = new(function, settings, queue, scopes, time, logger);
    private readonly StoreBackoff backoff = new(time);
    private readonly List<Task> inFlight = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await HaveRoomAsync(stoppingToken);
                await TakeBatchAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The base class's stop waits for this as long as the host allows.
            await Task.WhenAll(inFlight);
        }
    }

    private async Task HaveRoomAsync(CancellationToken stopping)
    {
        stopping.ThrowIfCancellationRequested();
        inFlight.RemoveAll(task => task.IsCompleted);
        while (inFlight.Count > settings.NewBatchThreshold)
        {
            await Task.WhenAny(inFlight).WaitAsync(stopping);
            inFlight.RemoveAll(task => task.IsCompleted);
        }
    }

    private async Task TakeBatchAsync(CancellationToken stopping)
    {
        try
        {
            // Not cancelled: a batch that was leased but never seen would be hidden for the whole lease.
            var batch = await queue.LeaseAsync(queueName, settings.BatchSize, LeaseRenewal.Lease, CancellationToken.None);
            inFlight.AddRange(batch.Select(message => Task.Run(() => processor.ProcessAsync(message, stopping), CancellationToken.None)));
            if (batch.Count == 0)
            {
                await queue.WaitAsync(queueName, settings.MaxPollingInterval, stopping);
            }

            backoff.Reset();
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !stopping.IsCancellationRequested)
        {
            LogStoreFailed(exception, queueName);
            await backoff.WaitAsync(stopping);
        }
    }

    [LoggerMessage(LogLevel.Error, "Queue {Queue} can't be read; trying again")]
    private partial void LogStoreFailed(Exception exception, string queue);
}
