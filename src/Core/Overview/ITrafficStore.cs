using Serverless.Core.Storage;

namespace Serverless.Core.Overview;

/// <summary>Sums what instances count, by the minute, and keeps it for <see cref="TrafficMinute.KeptFor"/>.</summary>
public interface ITrafficStore
{
    /// <summary>The most names of rules and figures that a minute has: what would be more is not counted.</summary>
    const int MaxNames = 4_096;

    /// <summary>Adds to what is there.</summary>
    /// <exception cref="StoreUnavailableException">It is not known which were added.</exception>
    Task AddAsync(IReadOnlyList<TrafficCount> counts, CancellationToken cancellationToken);

    /// <summary>What is not of a rule, of minutes that follow one another.</summary>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    Task<IReadOnlyList<TrafficCount>> ReadAsync(long firstMinute, int minutes, CancellationToken cancellationToken);

    /// <summary>The figures of one rule, of minutes that follow one another.</summary>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    Task<IReadOnlyList<TrafficCount>> ReadRuleAsync(string rule, long firstMinute, int minutes, CancellationToken cancellationToken);
}
