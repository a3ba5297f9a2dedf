namespace Serverless.Core.Messaging.Cursors;

/// <summary>Which parked messages lie in the cursor's document and which in pages: those that are due first stay at hand.</summary>
public static class ParkedPages
{
    /// <summary>Pages that one command looks at to make messages due, and that one change makes by that: a write has its bounds.</summary>
    internal const int MadeDueAtOnce = 8;

    /// <summary>Pages that commands which need the log have to know; each is read before them.</summary>
    /// <param name="low">The stream's low mark.</param>
    public static IReadOnlyList<long> Wanted(
        CursorState state, CursorRules rules, ParkingLimits parking, DateTimeOffset now, long low, IReadOnlyList<CursorCommand> commands)
    {
        if (state.Pages.IsEmpty)
        {
            return [];
        }

        // A key is held by what is parked of it, wherever that is.
        return rules.IsOrdered
            ? [.. state.Pages.Select(page => page.Id)]
            : [.. ToAbsorb(state.Pages, state.Parked, parking, now, low).Select(page => page.Id)
                .Union(commands.OfType<CursorCommand.MakeDue>().SelectMany(command => Holding(state.Pages, command).Take(MadeDueAtOnce)).Select(page => page.Id))];
    }

    /// <summary>Makes due what pages hold of what a command asks for: all of a page, which stays one, or some, which go into the document.</summary>
    /// <param name="made">Gets the numbers of those that were not due.</param>
    /// <returns>The page to go on with; null at the end.</returns>
    internal static long? MakeDue(CursorBuilder draft, CursorCommand.MakeDue command, CursorContext context, List<long> made)
    {
        foreach (var page in Holding(draft.Pages, command))
        {
            var all = context.Pages.TryGetValue(page.Id, out var read) ? read : draft.FindAddedPage(page.Id)?.Messages;
            if (all is null)
            {
                return page.Id;
            }

            var messages = all.Value.Where(message => message.Number <= page.Highest).ToArray();
            var held = messages.Where(message => message.NotBefore > draft.Now && command.Numbers?.Contains(message.Number) != false).ToArray();
            if (held.Length == 0)
            {
                continue;
            }

            if (draft.AddedPages.Count >= MadeDueAtOnce)
            {
                return page.Id;
            }

            made.AddRange(held.Select(message => message.Number));
            MakeDue(draft, page, messages, held, isWhole: command.Numbers is null);
        }

        return null;
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
    internal static void PutAway(CursorBuilder draft, ParkingLimits parking)
    {
        while (draft.Parked.Count > parking.InDocument || CursorRoom.IsTooLarge(draft))
        {
            var latest = draft.Parked.Where(message => !message.IsExhausted).OrderBy(message => message.NotBefore).ThenBy(message => message.Number)
                .Skip(Math.Min(parking.Kept, draft.Parked.Count / 2)).ToArray();
            if (latest.Length == 0)
            {
                break;
            }

            draft.PutAway(latest);
        }
    }

    private static void MakeDue(CursorBuilder draft, ParkedPage.Summary page, ParkedMessage[] messages, ParkedMessage[] held, bool isWhole)
    {
        var due = held.Select(message => message with { NotBefore = draft.Now }).ToArray();
        ParkedMessage[] others = [.. messages.Except(held)];
        draft.Absorb(page, isWhole ? [] : due);
        if (isWhole || others.Length > 0)
        {
            draft.PutAway(isWhole ? [.. others, .. due] : others);
        }
    }

    /// <summary>The pages that a command has to look at, by id.</summary>
    private static ParkedPage.Summary[] Holding(IEnumerable<ParkedPage.Summary> pages, CursorCommand.MakeDue command) =>
    [
        .. pages.Where(page => page.Id >= command.FirstPage && page.Id <= command.LastPage
            && command.Numbers?.Any(number => number >= page.Lowest && number <= page.Highest) != false).OrderBy(page => page.Id),
    ];

    private static ParkedPage.Summary[] ToAbsorb(
        IReadOnlyCollection<ParkedPage.Summary> pages, IReadOnlyCollection<ParkedMessage> parked, ParkingLimits parking, DateTimeOffset now, long low)
    {
        var due = parked.Count(message => message.NotBefore <= now) < parking.Refill
            ? pages.Where(page => page.Due <= now).OrderBy(page => page.Due).Take(1)
            : [];
        return [.. pages.Where(page => page.Lowest < low && page.Highest >= low).Union(due)];
    }
}
