namespace Serverless.Core.RateLimiting;

/// <summary>What a rule does while its counters can't be reached.</summary>
public enum FailureMode
{
    /// <summary>Goes on limiting, counted in each instance's memory: an outage multiplies the limit by the number of instances.</summary>
    Open,

    /// <summary>Refuses.</summary>
    Closed,
}
