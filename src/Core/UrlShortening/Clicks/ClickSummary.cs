using System.Globalization;
using System.Text;

namespace Serverless.Core.UrlShortening.Clicks;

/// <summary>
/// The clicks on a link on a day, in the form of a row of bounded size: robots together, people by referrer. Totals are
/// exact; of the referrers those have names that may be the most frequent, the clicks of all others count as
/// <see cref="ReferrerHost.Other"/>.
/// </summary>
/// <remarks>
/// Space-Saving (Metwally, Agrawal, El Abbadi: Efficient Computation of Frequent and Top-k Elements in Data Streams, 2005),
/// added to in batches (Agarwal and others: Mergeable Summaries, 2012). Who has no name has had at most
/// <see cref="MaxMissed"/> clicks. So a newcomer gets a name with just that upper bound; whoever has the lowest upper bounds
/// loses theirs when there are too many; and what they may have had at most is remembered. Hence, however the clicks come:
/// a named referrer had <see cref="Referrer.Clicks"/> at least and at most <see cref="Referrer.Missed"/> more, and
/// <see cref="MaxMissed"/> is at most a (<see cref="MaxNamed"/> + 1)th of all clicks, plus those that came as other.
/// </remarks>
public sealed class ClickSummary
{
    /// <summary>How many referrers have names; fewer where names are long.</summary>
    public const int MaxNamed = 256;

    /// <summary>All names together: with the numbers a row stays below the 32,768 characters of a column in Table Storage.</summary>
    private const int MaxNameCharacters = 20_000;

    /// <summary>The lines without a referrer: three names, and three numbers of up to 19 digits.</summary>
    private const int MaxNumbersLength = 90;

    private const char LineEnd = '\n';
    private const char Assign = '=';
    private const char Plus = '+';
    private const string BotsLine = "(bots)";
    private const string MissedLine = "(missed)";

    private readonly Dictionary<string, Referrer> named = new(StringComparer.Ordinal);

    /// <summary>Clicks of robots.</summary>
    public long Bots { get; private set; }

    /// <summary>Clicks of people whose referrer has no name.</summary>
    public long Other { get; private set; }

    /// <summary>How many clicks a referrer may have had, at most, that are not counted under its name.</summary>
    public long MaxMissed { get; private set; }

    /// <summary>The referrers with names, in no order.</summary>
    public IEnumerable<KeyValuePair<string, Referrer>> Named => named;

    /// <summary>Clicks of people.</summary>
    public long People => named.Values.Aggregate(Other, (sum, referrer) => Sum(sum, referrer.Clicks));

    /// <summary>Reads what <see cref="ToString()"/> wrote; null for nothing. Lines that can't be read are left out.</summary>
    public static ClickSummary Parse(string? text)
    {
        var parsed = new ClickSummary();
        long? missed = null;
        foreach (var line in (text ?? "").Split(LineEnd, StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.LastIndexOf(Assign) is >= 0 and var at && Referrer.Parse(line.AsSpan(at + 1)) is { } counted)
            {
                parsed.Read(line[..at], counted, ref missed);
            }
        }

        // Earlier versions folded whoever was not among the most frequent, and did not note how frequent they were.
        parsed.MaxMissed = missed ?? parsed.Other;
        return parsed;
    }

    /// <summary>Adds clicks of one link and day; those of one referrer should come together.</summary>
    public void Add(IEnumerable<ClickCount> counts)
    {
        foreach (var (slot, clicks) in counts)
        {
            Add(slot, clicks);
        }

        Shrink();
    }

    /// <summary>Adds the clicks of another part of the same day.</summary>
    public void Add(ClickSummary other)
    {
        foreach (var (name, mine) in named.Where(pair => !other.named.ContainsKey(pair.Key)).ToArray())
        {
            named[name] = mine with { Missed = Sum(mine.Missed, other.MaxMissed) };
        }

        foreach (var (name, theirs) in other.named)
        {
            var mine = named.TryGetValue(name, out var known) ? known : new Referrer(0, MaxMissed);
            named[name] = new Referrer(Sum(mine.Clicks, theirs.Clicks), Sum(mine.Missed, theirs.Missed));
        }

        Bots = Sum(Bots, other.Bots);
        Other = Sum(Other, other.Other);
        MaxMissed = Sum(MaxMissed, other.MaxMissed);
        Shrink();
    }

    /// <summary>The text in no more than so many characters: referrers lose their names, those with the lowest upper bounds first, until it fits.</summary>
    /// <param name="limit">At least 128, for the numbers.</param>
    public string ToString(int limit)
    {
        var length = MaxNumbersLength + named.Sum(LengthOf);
        ShrinkWhile(() => length > limit, pair => length -= LengthOf(pair));
        return ToString();

        static int LengthOf(KeyValuePair<string, Referrer> pair) => pair.Key.Length + pair.Value.ToString().Length + 2;
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (name, referrer) in named.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"{name}{Assign}{referrer}{LineEnd}");
        }

        Append(BotsLine, Bots);
        Append(ReferrerHost.Other, Other);
        Append(MissedLine, MaxMissed);
        return text.ToString();

        void Append(string name, long number)
        {
            if (number > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"{name}{Assign}{number}{LineEnd}");
            }
        }
    }

    private static long Sum(long first, long second) => first > long.MaxValue - second ? long.MaxValue : first + second;

    private void Read(string name, Referrer counted, ref long? missed)
    {
        switch (name)
        {
            case BotsLine:
                Bots = counted.Clicks;
                break;
            case ReferrerHost.Other:
                Other = counted.Clicks;
                break;
            case MissedLine:
                missed = counted.Clicks;
                break;
            default:
                named[name] = counted;
                break;
        }
    }

    private void Add(in ClickSlot slot, long clicks)
    {
        if (slot.IsBot)
        {
            Bots = Sum(Bots, clicks);
        }
        else if (slot.Referrer == ReferrerHost.Other)
        {
            AddOther(clicks);
        }
        else
        {
            var before = named.TryGetValue(slot.Referrer, out var known) ? known : new Referrer(0, MaxMissed);
            named[slot.Referrer] = before with { Clicks = Sum(before.Clicks, clicks) };
        }
    }

    // Any referrer may have been among them, those with names too.
    private void AddOther(long clicks)
    {
        Other = Sum(Other, clicks);
        MaxMissed = Sum(MaxMissed, clicks);
        foreach (var name in named.Keys.ToArray())
        {
            named[name] = named[name] with { Missed = Sum(named[name].Missed, clicks) };
        }
    }

    private void Shrink()
    {
        var characters = named.Keys.Sum(name => name.Length);
        ShrinkWhile(() => named.Count > MaxNamed || characters > MaxNameCharacters, pair => characters -= pair.Key.Length);
    }

    private void ShrinkWhile(Func<bool> isTooLarge, Action<KeyValuePair<string, Referrer>> removed)
    {
        if (!isTooLarge())
        {
            return;
        }

        foreach (var pair in named.OrderBy(pair => pair.Value.AtMost).ThenByDescending(pair => pair.Key, StringComparer.Ordinal).ToArray())
        {
            named.Remove(pair.Key);
            removed(pair);
            Other = Sum(Other, pair.Value.Clicks);
            MaxMissed = Math.Max(MaxMissed, pair.Value.AtMost);
            if (!isTooLarge())
            {
                return;
            }
        }
    }

    /// <summary>What is known of a referrer.</summary>
    /// <param name="Clicks">It had these at least.</param>
    /// <param name="Missed">It may have had so many more, at most.</param>
    public readonly record struct Referrer(long Clicks, long Missed)
    {
        /// <summary>It had no more than these.</summary>
        public long AtMost => Sum(Clicks, Missed);

        public static Referrer? Parse(ReadOnlySpan<char> text)
        {
            var plus = text.IndexOf(Plus);
            return plus < 0
                ? Number(text) is { } exact ? new Referrer(exact, 0) : null
                : Number(text[..plus]) is { } clicks && Number(text[(plus + 1)..]) is { } missed ? new Referrer(clicks, missed) : null;
        }

        public override string ToString() => Missed == 0
            ? Clicks.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{Clicks}{Plus}{Missed}");

        private static long? Number(ReadOnlySpan<char> text) =>
            long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
