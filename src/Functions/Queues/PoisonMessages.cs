using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace Serverless.Functions.Queues;

/// <summary>Takes note of messages that a queue function failed on too often: they are logged, counted and gone.</summary>
public sealed partial class PoisonMessages
{
    /// <summary>Ends the name of a poison queue, as the Functions host makes it.</summary>
    public const string Suffix = "-poison";

    public const string MeterName = "Serverless.Queues";
    public const string Counted = "serverless.queues.poison";

    private readonly ILogger<PoisonMessages> logger;
    private readonly Counter<long> counter;

    public PoisonMessages(IMeterFactory meters, ILogger<PoisonMessages> logger)
    {
        this.logger = logger;
        counter = meters.Create(MeterName).CreateCounter<long>(Counted, "{message}", "Messages that a queue function failed on too often.");
    }

    /// <param name="queue">The queue whose function failed.</param>
    public Task RecordAsync(string queue, string message)
    {
        counter.Add(1, new KeyValuePair<string, object?>("queue", queue));
        LogPoison(logger, queue, message);
        return Task.CompletedTask;
    }

    [LoggerMessage(LogLevel.Error, "A message of queue {Queue} could not be processed and is given up: {Message}")]
    private static partial void LogPoison(ILogger logger, string queue, string message);
}
