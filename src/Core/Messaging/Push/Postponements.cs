using System.Globalization;

namespace Serverless.Core.Messaging.Push;

/// <summary>
/// How often an endpoint asked for time when it was sent a message. That counts as no attempt a number of times, then it
/// does: else an endpoint that always asks for time would be asked for ever. The cursor keeps it with the turn's id, for the
/// messages that were put off most.
/// </summary>
public sealed class Postponements
{
    /// <summary>So often a message is put off without an attempt.</summary>
    public const int Most = 10;

    private const int Remembered = 64;
    private const char Separator = ',';
    private const char Times = 'x';

    private readonly Dictionary<long, int> counts = [];

    /// <summary>Reads what <see cref="ToText"/> made; what is of another form is left out.</summary>
    public static Postponements Parse(string text)
    {
        var found = new Postponements();
        foreach (var part in text.Split(Separator))
        {
            var split = part.IndexOf(Times, StringComparison.Ordinal);
            if (split > 0
                && long.TryParse(part.AsSpan(0, split), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && int.TryParse(part.AsSpan(split + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            {
                found.counts[number] = count;
            }
        }

        return found;
    }

    /// <summary>The endpoint asked for time at a message.</summary>
    /// <returns>How often it did, this time included; null when that is too often, and this time is an attempt.</returns>
    public int? Add(long number)
    {
        var count = counts.GetValueOrDefault(number);
        if (count >= Most)
        {
            return null;
        }

        counts[number] = ++count;
        if (counts.Count > Remembered)
        {
            counts.Remove(counts.MinBy(pair => (pair.Value, pair.Key)).Key);
        }

        return count;
    }

    /// <summary>Something else became of a message.</summary>
    public void Forget(long number) => counts.Remove(number);

    /// <summary>As many of them as a text of some length holds, the highest first.</summary>
    public string ToText(int length)
    {
        var text = "";
        foreach (var (number, count) in counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key))
        {
            var next = string.Create(CultureInfo.InvariantCulture, $"{text}{(text.Length > 0 ? Separator : "")}{number}{Times}{count}");
            if (next.Length > length)
            {
                break;
            }

            text = next;
        }

        return text;
    }
}
