namespace Serverless.Client.Messaging;

/// <summary>How often and after what waits a message is delivered again; null for the service's default.</summary>
public sealed record RedeliveryPolicy
{
    /// <summary>The bound of the first wait.</summary>
    public TimeSpan? MinBackoff { get; init; }

    /// <summary>The bound of the longest wait.</summary>
    public TimeSpan? MaxBackoff { get; init; }

    /// <summary>Deliveries in all.</summary>
    public int? MaxAttempts { get; init; }
}
