using Serverless.Core.Tests.UrlShortening.Simulation;
using Serverless.Core.UrlShortening.Following;

namespace Serverless.Core.Tests.UrlShortening.Forgetting.Simulation;

/// <summary>
/// What the scripts and commands of <see cref="RedisLinkCache"/> do to a server, in simulated time, and what befalls such a
/// server: it fails over to a replica that lags, starts anew without its data, evicts keys, does not answer.
/// </summary>
internal sealed class SimulatedRedis(SimulatedTime time)
{
    private const int FillWithin = 30_000;
    private const int ClockSkew = 5_000;

    private static readonly TimeSpan LatestFill = TimeSpan.FromMilliseconds(FillWithin + ClockSkew);

    private readonly Dictionary<string, List<Write>> writes = new(StringComparer.Ordinal);
    private readonly List<Mark> marks = [];

    /// <summary>Until then it answers nobody.</summary>
    public DateTimeOffset DownUntil { get; set; }

    public bool IsDown => time.Now < DownUntil;

    /// <summary>How far its clock is off the true time.</summary>
    public TimeSpan ClockError { get; set; }

    /// <summary>How long a mark stays.</summary>
    public TimeSpan MarkFor { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>A planted bug: additions are taken however late they come.</summary>
    public bool TakesLateAdditions { get; set; }

    public long Now => (time.Now + ClockError).ToUnixTimeMilliseconds();

    /// <summary>Who hears what is published: the listener's instance, and what it does.</summary>
    public List<(int Instance, Action<string> Hear)> Listeners { get; } = [];

    /// <summary>Published and not heard yet.</summary>
    public List<(int Instance, Action Hear)> Undelivered { get; } = [];

    /// <summary>A target or a mark; null when there is nothing.</summary>
    public SharedLink? Find(string key) => Of(key).LastOrDefault() is { } last && last.EndsAt > time.Now ? last.Value : null;

    public bool TryAdd(LinkTarget target, DateTimeOffset until, TimeSpan left, long askedAt)
    {
        var age = Now - askedAt;
        if (!TakesLateAdditions && age is > FillWithin or < -ClockSkew)
        {
            return false;
        }

        if (Find(target.Key) is not null)
        {
            return false;
        }

        Of(target.Key).Add(new Write(time.Now, new SharedLink(target, until, IsMark: false), time.Now + left));
        return true;
    }

    public void SetMark(string key)
    {
        Of(key).Add(new Write(time.Now, SharedLink.Mark, time.Now + MarkFor));
        marks.Add(new Mark(key, time.Now));
    }

    public void Publish(string key) => Undelivered.AddRange(Listeners.Select(listener => (listener.Instance, new Action(() => listener.Hear(key)))));

    /// <summary>A replica takes over that has not heard of the last writes.</summary>
    public void FailOver(TimeSpan forgotten, TimeSpan clockError)
    {
        foreach (var list in writes.Values)
        {
            list.RemoveAll(write => write.At > time.Now - forgotten);
        }

        foreach (var mark in marks.Where(mark => mark.At > time.Now - forgotten))
        {
            mark.IsTakenBack = true;
        }

        ClockError = clockError;
    }

    public void Evict(string key)
    {
        Of(key).Clear();
        foreach (var mark in marks.Where(mark => mark.Key == key))
        {
            mark.EvictedAt ??= time.Now;
        }
    }

    /// <summary>It has lost everything.</summary>
    public void Restart() => writes.Keys.ToList().ForEach(Evict);

    /// <summary>The first mark from a time on that stays until no reader can add any more what it read before that time; null while there is none.</summary>
    public DateTimeOffset? LastingMark(string key, DateTimeOffset since) =>
        marks.FirstOrDefault(mark => mark.Key == key && mark.At >= since && Lasts(mark, since))?.At;

    /// <summary>Whether a mark that was set from a time on did not stay.</summary>
    public bool HasLostMark(string key, DateTimeOffset since) => marks.Exists(mark => mark.Key == key && mark.At >= since && !Lasts(mark, since));

    private static bool Lasts(Mark mark, DateTimeOffset since) => !mark.IsTakenBack && !(mark.EvictedAt < since + LatestFill);

    private List<Write> Of(string key) => writes.TryGetValue(key, out var list) ? list : writes[key] = [];

    private sealed record Write(DateTimeOffset At, SharedLink Value, DateTimeOffset EndsAt);

    private sealed record Mark(string Key, DateTimeOffset At)
    {
        public bool IsTakenBack { get; set; }

        public DateTimeOffset? EvictedAt { get; set; }
    }
}
