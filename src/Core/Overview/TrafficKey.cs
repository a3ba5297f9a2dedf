namespace Serverless.Core.Overview;

/// <summary>What is counted by the minute.</summary>
/// <param name="Name">Of the rule or queue, where a figure is counted for each; null where it is one for all.</param>
public readonly record struct TrafficKey(TrafficFigure Figure, string? Name = null)
{
    /// <summary>Whether it is of one rule, of which there may be many.</summary>
    public bool IsOfRule => Figure is TrafficFigure.RuleAllowed or TrafficFigure.RuleDenied or TrafficFigure.RuleNearLimit or TrafficFigure.RuleDryRunDenied;
}

/// <summary>A number that is counted.</summary>
public enum TrafficFigure
{
    /// <summary>Short links that were followed.</summary>
    Redirects,

    /// <summary>Checks that were allowed.</summary>
    Allowed,

    /// <summary>Checks that were denied, or refused by a rule that fails closed.</summary>
    Denied,

    /// <summary>Those of both that were decided without the shared counters.</summary>
    Degraded,

    /// <summary>Messages that were stored, each once.</summary>
    Published,

    /// <summary>Messages that were pulled, or that an endpoint has taken.</summary>
    Delivered,

    /// <summary>Messages of a queue that failed at every try.</summary>
    Poison,

    /// <summary>Checks that a rule admitted; of one that only looks, that it would have.</summary>
    RuleAllowed,

    /// <summary>Checks that a rule denied.</summary>
    RuleDenied,

    /// <summary>Checks that a rule admitted with more than 80 % of its limit used.</summary>
    RuleNearLimit,

    /// <summary>Checks that a rule which only looks would have denied.</summary>
    RuleDryRunDenied,
}

/// <summary>How often something happened in one minute.</summary>
/// <param name="Minute">Minutes since 1970-01-01 in UTC.</param>
public readonly record struct TrafficCount(long Minute, TrafficKey Key, long Count);
