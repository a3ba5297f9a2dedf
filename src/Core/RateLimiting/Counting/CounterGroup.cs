namespace Serverless.Core.RateLimiting.Counting;

/// <summary>The all-or-nothing rule over an identity's counters: the reference for every counter store.</summary>
public static class CounterGroup
{
    /// <param name="states">One for each counter, null for one that has nothing; replaced where permits are taken.</param>
    /// <param name="now">Unix microseconds.</param>
    public static CounterAnswer[] Take(CounterQuery query, CounterState?[] states, long now)
    {
        var counters = query.Counters;
        var current = new CounterState[counters.Count];
        var admitted = true;
        for (var i = 0; i < current.Length; i++)
        {
            var limit = counters[i].Limit;
            current[i] = (states[i] ?? CounterState.Start(limit, now)).Advance(limit, now);
            admitted &= !counters[i].IsEnforced || query.Cost <= current[i].Available(limit);
        }

        var answers = new CounterAnswer[current.Length];
        for (var i = 0; i < answers.Length; i++)
        {
            var limit = counters[i].Limit;
            var taken = admitted && !query.Peek && query.Cost <= current[i].Available(limit) ? Math.Min(query.Most, current[i].Available(limit)) : 0;
            answers[i] = Answer(query, limit, current[i], taken, now);
            states[i] = taken > 0 ? current[i].Take(limit, taken) : states[i];
        }

        return answers;
    }

    /// <summary>Gives back what was taken of an identity's counters.</summary>
    /// <param name="grants">One for each counter; of no permits where nothing is given back.</param>
    /// <param name="states">As for <see cref="Take"/>.</param>
    /// <param name="now">Unix microseconds.</param>
    /// <returns>How many permits each counter took back.</returns>
    public static long[] Refund(IdentityGroup group, IReadOnlyList<Grant> grants, CounterState?[] states, long now)
    {
        var returned = new long[states.Length];
        for (var i = 0; i < states.Length; i++)
        {
            if (grants[i].Permits > 0 && states[i] is { } state)
            {
                var limit = group.Counters[i].Limit;
                var before = state.Advance(limit, now);
                (var after, returned[i]) = before.Refund(limit, grants[i]);
                states[i] = after == before ? state : after;
            }
        }

        return returned;
    }

    private static CounterAnswer Answer(CounterQuery query, in CounterLimit limit, CounterState state, long taken, long now)
    {
        var allowed = query.Cost <= state.Available(limit);
        var after = taken > 0 ? state.Take(limit, taken) : state;
        return new(
            allowed,
            taken,
            after.Available(limit),
            allowed || query.Cost > limit.Capacity ? -1 : state.RetryAt(limit, query.Cost) - now,
            after.ResetAt(limit) is > 0 and var resetAt ? resetAt - now : 0,
            state.Time);
    }
}
