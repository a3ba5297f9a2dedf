namespace Serverless.LocalHost.Triggers;

/// <summary>How queue functions take their messages.</summary>
public sealed record QueueSettings
{
    private const int MaxBatchSize = 32;

    /// <summary>How many messages are taken at once, 1-32.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>A new batch is taken once at most so many messages are being processed.</summary>
    public int NewBatchThreshold { get; init; } = 8;

    /// <summary>How often a message is tried before it goes to the poison queue.</summary>
    public int MaxDequeueCount { get; init; } = 5;

    /// <summary>How long a message stays hidden after a failed try.</summary>
    public TimeSpan VisibilityTimeout { get; init; } = TimeSpan.Zero;

    /// <summary>The longest wait before an empty queue is looked at again.</summary>
    public TimeSpan MaxPollingInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <exception cref="InvalidOperationException">A value is not one the host would take.</exception>
    public static QueueSettings From(IConfiguration section)
    {
        var defaults = new QueueSettings();
        var batchSize = section.GetValue("batchSize", defaults.BatchSize);
        var settings = new QueueSettings
        {
            BatchSize = batchSize,
            NewBatchThreshold = section.GetValue("newBatchThreshold", batchSize / 2),
            MaxDequeueCount = section.GetValue("maxDequeueCount", defaults.MaxDequeueCount),
            VisibilityTimeout = section.GetValue("visibilityTimeout", defaults.VisibilityTimeout),
            MaxPollingInterval = section.GetValue("maxPollingInterval", defaults.MaxPollingInterval),
        };
        return settings.IsValid ? settings : throw new InvalidOperationException($"host.json: extensions.queues is out of range: {settings}");
    }

    private bool IsValid => BatchSize is > 0 and <= MaxBatchSize && NewBatchThreshold >= 0 && MaxDequeueCount > 0
        && VisibilityTimeout >= TimeSpan.Zero && MaxPollingInterval > TimeSpan.Zero;
}
