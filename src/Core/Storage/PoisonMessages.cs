using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace Serverless.Core.Storage;

/// <summary>
/// Takes down the messages that the host gave up after its last try, for the function that drains a poison queue: one such
/// function a queue, each a single call. What the work was for is found again by who sent it.
/// </summary>
public sealed partial class PoisonMessages
{
    public const string MeterName = "Serverless.Queues";
    public const string Counter = "serverless.queues.poison_messages";

    /// <summary>What the host appends to a queue's name.</summary>
    public const string Suffix = "-poison";

    private readonly Counter<long> count;
    private readonly ILogger<PoisonMessages> logger;

    public PoisonMessages(IMeterFactory meters, ILogger<PoisonMessages> logger)
    {
        this.logger = logger;
        count = meters.Create(MeterName).CreateCounter<long>(Counter, "{message}", "Messages that failed at every try.");
    }

    /// <summary>Counts a message and logs its beginning. Never fails: the message has nowhere else to go.</summary>
    /// <param name="queue">Where the message was before it became poison.</param>
    public void Record(string queue, string message)
    {
        count.Add(1, new KeyValuePair<string, object?>("queue", queue));
        LogGivenUp(queue, MessageExcerpt.Of(message));
    }

    [LoggerMessage(LogLevel.Error, "A message of queue {Queue} failed at every try and was given up: {Message}")]
    private partial void LogGivenUp(string queue, string message);
}
