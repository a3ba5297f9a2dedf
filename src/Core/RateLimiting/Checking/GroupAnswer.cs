using Serverless.Core.RateLimiting.Counting;

namespace Serverless.Core.RateLimiting.Checking;

/// <summary>What the counters of one identity said.</summary>
/// <param name="Readings">Null when they can't be asked and a rule among them fails closed.</param>
/// <param name="Degraded">Said from this process's memory.</param>
public readonly record struct GroupAnswer(IdentityGroup Group, CounterQuery Query, CounterReading[]? Readings, bool Degraded)
{
    /// <summary>Whether every enforced rule admits.</summary>
    public bool Admits
    {
        get
        {
            for (var i = 0; Readings is not null && i < Readings.Length; i++)
            {
                if (!Readings[i].Allowed && Group.Counters[i].IsEnforced)
                {
                    return false;
                }
            }

            return Readings is not null;
        }
    }
}
