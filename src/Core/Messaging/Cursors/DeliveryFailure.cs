namespace Serverless.Core.Messaging.Cursors;

/// <summary>How a delivery failed.</summary>
/// <param name="Status">The HTTP status that a push endpoint answered, 100-999; 0 when there was none.</param>
public readonly record struct DeliveryFailure(FailureReason Reason, int Status = 0)
{
    /// <summary>The consumer said so.</summary>
    public static readonly DeliveryFailure Nacked = new(FailureReason.Nacked);

    /// <summary>The consumer said nothing until the lease ended.</summary>
    public static readonly DeliveryFailure Expired = new(FailureReason.Expired);

    /// <summary>A push endpoint answered something other than 2xx.</summary>
    public static DeliveryFailure Refused(int status) => new(FailureReason.Refused, Math.Clamp(status, 100, 999));
}
