namespace Serverless.Torture.Histories;

/// <summary>What a history says of links: none that was acknowledged is lost or leads elsewhere, no key is given twice, none comes back.</summary>
public static class LinkChecker
{
    public const string Create = "link.create";
    public const string Delete = "link.delete";
    public const string Follow = "link.follow";

    private const int Gone = 410;

    /// <summary>A sentence for each breach; none when all is well.</summary>
    /// <param name="mayLag">
    /// Whether a deleted link may still lead to where it did: caches that could not be told believe it until a minute after they
    /// can be told again, which is longer than a run. It must lead nowhere else even then.
    /// </param>
    public static IReadOnlyList<string> Check(History history, bool mayLag = false)
    {
        var breaches = new List<string>();
        var targets = new Dictionary<string, string>(StringComparer.Ordinal);
        var unsure = new HashSet<string>(StringComparer.Ordinal);
        var deleted = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in history.All.OrderBy(item => item.Order))
        {
            switch (item.Kind)
            {
                case Create when item.IsAcknowledged:
                    if (!targets.TryAdd(item.Subject, item.Detail!))
                    {
                        breaches.Add($"The key {item.Subject} was given twice: for {targets[item.Subject]} and for {item.Detail}.");
                    }

                    break;
                case Delete when item.IsAcknowledged:
                    deleted.Add(item.Subject);
                    break;
                case Delete:
                    unsure.Add(item.Subject);
                    break;
                case Follow when item.Status is not null and < 500:
                    breaches.AddRange(CheckFollowed(item, targets, deleted, unsure, mayLag));
                    break;
            }
        }

        return breaches;
    }

    private static IEnumerable<string> CheckFollowed(Event item, Dictionary<string, string> targets, HashSet<string> deleted, HashSet<string> unsure, bool mayLag)
    {
        if (deleted.Contains(item.Subject))
        {
            if (item.Status != Gone && !(mayLag && item.Detail == targets[item.Subject]))
            {
                yield return $"The link {item.Subject} was deleted and then answered {item.Status}.";
            }
        }
        else if (unsure.Contains(item.Subject) ? item.Status != Gone && item.Detail != targets[item.Subject] : item.Detail != targets[item.Subject])
        {
            yield return $"The link {item.Subject} to {targets[item.Subject]} answered {item.Status} and {item.Detail}.";
        }
    }
}
