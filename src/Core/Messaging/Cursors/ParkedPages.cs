namespace Serverless.Core.Messaging.Cursors;

/// <summary>Which parked messages lie in the cursor's document and which in pages: those that are due first stay at hand.</summary>
public static class ParkedPages
{
    /// <summary>Pages that commands which need the log have to know; each is read before them.</summary>
    /// <param name="low">The stream's low mark.</param>
    public static IReadOnlyList<long> Wanted(CursorState state, CursorRules rules, ParkingLimits parking, DateTimeOffset now, long low)
    {
        if (state.Pages.IsEmpty)
        {
            return [];
        }

        // A key is held by what is parked of it, wherever that is.
        return rules.IsOrdered
            ? [.. state.Pages.Select(page => page.Id)]
            : [.. ToAbsorb(state.Pages, state.Parked, parking, now, low).Select(page => page.Id)];
    }

    /// <summary>Takes into the document what is due, or may be trimmed.</summary>
    internal static void Absorb(CursorBuilder draft, CursorContext context, long low)
    {
        foreach (var page in ToAbsorb(draft.Pages, draft.Parked, context.Parking, draft.Now, low))
        {
            if (context.Pages.TryGetValue(page.Id, out var messages))
            {
                draft.Absorb(page, messages);
            }
        }
    }

    /// <summary>Puts into a page what the document has no room for.</summary>
    internal static IReadOnlyList<ParkedPage> PutAway(CursorBuilder draft, ParkingLimits parking)
    {
        var added = new List<ParkedPage>();
        while (draft.Parked.Count > parking.InDocument || CursorRoom.IsTooLarge(draft))
        {
            var latest = draft.Parked.Where(message => !message.IsExhausted).OrderBy(message => message.NotBefore).ThenBy(message => message.Number)
                .Skip(Math.Min(parking.Kept, draft.Parked.Count / 2)).ToArray();
            if (latest.Length == 0)
            {
                break;
            }

            added.Add(draft.PutAway(latest));
        }

        return added;
    }

    private static ParkedPage.Summary[] ToAbsorb(
        IReadOnlyCollection<ParkedPage.Summary> pages, IReadOnlyCollection<ParkedMessage> parked, ParkingLimits parking, DateTimeOffset now, long low)
    {
        var due = parked.Count(message => message.NotBefore <= now) < parking.Refill
            ? pages.Where(page => page.Due <= now).OrderBy(page => page.Due).Take(1)
            : [];
        return [.. pages.Where(page => page.Lowest < low && page.Highest >= low).Union(due)];
    }
}
