using Serverless.Core.Tests.UrlShortening.Simulation;
using Serverless.Core.UrlShortening.Following;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.Tests.UrlShortening.Forgetting.Simulation;

/// <summary>
/// Holds every answer to the bound that <see cref="LinkFollower"/> and <see cref="Serverless.Core.UrlShortening.Forgetting.LinkForgetter"/>
/// state, for the history that it was given in: 30 s from the first mark that stays; and that mark comes so soon after the row
/// as the promise, the queue and the server allow. Nothing is allowed for that did not happen.
/// </summary>
internal sealed class Answers
{
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AbsenceRemembered = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstLook = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    private readonly InMemoryLinkStore rows;
    private readonly SimulatedQueue queue;
    private readonly SimulatedRedis redis;
    private readonly SimulatedTime time;
    private readonly Dictionary<string, List<Version>> versions = new(StringComparer.Ordinal);

    public Answers(InMemoryLinkStore rows, SimulatedQueue queue, SimulatedRedis redis, SimulatedTime time)
    {
        (this.rows, this.queue, this.redis, this.time) = (rows, queue, redis, time);
        rows.Changed = OnChanged;
    }

    /// <summary>The first answer that was wrong, and why; null while there is none.</summary>
    public string? Violation { get; private set; }

    /// <summary>Whether the last row of a key leads anywhere, and where, is what somebody was answered who asks now.</summary>
    public void CheckAtEnd(string key, FollowedLink answer)
    {
        var last = Of(key)[^1];
        var expected = Meaning(last.Row, time.Now);
        if (TextOf(answer) != expected && (last.Row is not LinkRow.Live live || (live.Link.ExpiresAt - time.Now).Duration() > ClockSkew))
        {
            Violation ??= $"At the end {key} leads to {TextOf(answer)} for good; it should to {expected}.";
        }
    }

    /// <summary>An answer that ends now.</summary>
    /// <param name="asked">When it was asked for.</param>
    public void Check(string key, DateTimeOffset asked, FollowedLink answer)
    {
        var text = TextOf(answer);
        if (!Of(key).Exists(version => Allows(key, version, text, asked)))
        {
            var meant = Of(key).FindLast(version => version.Row is LinkRow.Live live && live.Link.Url == text);
            Violation ??= $"{key} was answered {text} at {asked:T}, which ended at {meant?.ReplacedAt:T}; a mark stayed from {(meant?.ReplacedAt is { } at ? redis.LastingMark(key, at) : null):T} on.";
        }
    }

    private static string TextOf(FollowedLink answer) => answer.Target?.Url ?? answer.Status.ToString();

    private static string Meaning(LinkRow? row, DateTimeOffset now) => LinkResult.Of(row, now) is { Link: { } link } ? link.Url : LinkResult.Of(row, now).Status.ToString();

    private bool Allows(string key, Version version, string text, DateTimeOffset asked) => version.Row switch
    {
        LinkRow.Live { Link: var link } when link.Url == text => asked <= link.ExpiresAt + ClockSkew && asked <= OldUntil(key, version, asked),
        LinkRow.Live { Link: var link } when text != "Gone" || time.Now < link.ExpiresAt - ClockSkew => false,
        _ when version.Row is not LinkRow.Live && Meaning(version.Row, time.Now) != text => false,
        _ => asked <= (version.ReplacedAt ?? DateTimeOffset.MaxValue - AbsenceRemembered) + AbsenceRemembered,
    };

    /// <summary>
    /// Until when a replaced row may be answered. What the writer took counts from its promise. A message that followed a look is
    /// none: stored shortly before the row, it waits for as long as all before it did together, up to a minute.
    /// </summary>
    private DateTimeOffset OldUntil(string key, Version version, DateTimeOffset asked)
    {
        if (version.ReplacedAt is not { } replaced)
        {
            return DateTimeOffset.MaxValue;
        }

        var promised = queue.Messages
            .Where(message => message.Content is { Tries: 0, IsMarked: false } && message.Content.ETag == version.ETag && message.StoredAt <= replaced)
            .Select(message => message.StoredAt)
            .DefaultIfEmpty(replaced)
            .Max();
        var tookWriter = replaced - promised;
        var wait = tookWriter < FirstLook ? FirstLook : tookWriter < LongestWait ? tookWriter : LongestWait;
        var markedBy = replaced + wait + Excused(key, version, replaced, asked);
        return (redis.LastingMark(key, replaced) is { } mark && mark < markedBy ? mark : markedBy) + Remembered;
    }

    /// <summary>How late messages of the promise came, how long those waited that followed a look without success, and the minute to the second mark if one did not stay.</summary>
    private TimeSpan Excused(string key, Version version, DateTimeOffset replaced, DateTimeOffset asked)
    {
        var sum = TimeSpan.Zero;
        foreach (var message in queue.Messages.Where(message => message.Content.ETag == version.ETag && !(message.DoneAt < replaced)))
        {
            sum += message.LateBy(asked);
            if (message.StoredAt > replaced && (message.Content.Tries > 0 || redis.HasLostMark(key, replaced)))
            {
                sum += message.DueAt - message.StoredAt;
            }
        }

        return sum;
    }

    private List<Version> Of(string key) => versions.TryGetValue(key, out var list) ? list : versions[key] = [new Version(null, "")];

    private void OnChanged(LinkRow? before, LinkRow? after)
    {
        var key = (before ?? after)!.Key;
        var etag = rows.FindAsync(key, CancellationToken.None).Result?.ETag ?? "";
        var last = Of(key)[^1];
        if (last.Row is LinkRow.Live old && after is LinkRow.Live next && LinkTarget.Of(old.Link) == LinkTarget.Of(next.Link))
        {
            last.ETag = etag;
            return;
        }

        last.ReplacedAt = time.Now;
        Of(key).Add(new Version(after, etag));
    }

    private sealed class Version(LinkRow? row, string etag)
    {
        public LinkRow? Row => row;

        public string ETag { get; set; } = etag;

        public DateTimeOffset? ReplacedAt { get; set; }
    }
}
