using Serverless.Core.RateLimiting.Counting;

namespace Serverless.Core.RateLimiting.Checking;

/// <summary>What the counters of one identity said.</summary>
/// <param name="Answers">Null when they can't be asked and a rule among them fails closed.</param>
/// <param name="Degraded">Said from this process's memory.</param>
public readonly record struct GroupAnswer(CounterQuery Query, CounterAnswer[]? Answers, bool Degraded)
{
    public IdentityGroup Group => Query.Group;

    /// <summary>Whether every enforced rule admits.</summary>
    public bool Admits
    {
        get
        {
            for (var i = 0; Answers is not null && i < Answers.Length; i++)
            {
                if (!Answers[i].Allowed && Group.Counters[i].IsEnforced)
                {
                    return false;
                }
            }

            return Answers is not null;
        }
    }
}
