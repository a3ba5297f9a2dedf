namespace Serverless.Core.Messaging.Cursors;

/// <summary>The parked messages of a cursor while commands change it: those of its document, and what is said of those in pages.</summary>
internal sealed class ParkedSet(CursorState state)
{
    private readonly MessageSetBuilder<ParkedMessage> messages = new(state.Parked);
    private readonly List<ParkedPage.Summary> pages = [.. state.Pages];
    private readonly List<long> obsoletePages = [.. state.ObsoletePages];
    private readonly List<ParkedPage> addedPages = [];

    /// <summary>Those of the document.</summary>
    public MessageSet<ParkedMessage> Messages => messages.ToSet();

    /// <summary>How many of those of the document are exhausted.</summary>
    public int Exhausted { get; private set; } = state.Parked.Count(message => message.IsExhausted);

    public IReadOnlyList<ParkedPage.Summary> Pages => pages;

    public IReadOnlyList<long> ObsoletePages => obsoletePages;

    public long LastPage { get; private set; } = state.LastPage;

    /// <summary>Pages that were made here, and have to be stored.</summary>
    public IReadOnlyList<ParkedPage> AddedPages => addedPages;

    /// <summary>With those in pages.</summary>
    public int Count => messages.Count + pages.Sum(page => page.Count);

    public ParkedMessage? Find(long number) => messages.Find(number);

    /// <summary>Whether a message is parked, or may be in a page.</summary>
    public bool MayHold(long number) => messages.Find(number) is not null || pages.Any(page => page.Lowest <= number && number <= page.Highest);

    public void Put(ParkedMessage message)
    {
        Remove(message.Number);
        messages.Put(message);
        Exhausted += message.IsExhausted ? 1 : 0;
    }

    public bool Remove(long number)
    {
        Exhausted -= messages.Find(number) is { IsExhausted: true } ? 1 : 0;
        return messages.Remove(number);
    }

    /// <summary>Takes the messages of a page back into the document.</summary>
    public void Absorb(ParkedPage.Summary page, IEnumerable<ParkedMessage> absorbed)
    {
        pages.Remove(page);
        GiveUp(page.Id);
        foreach (var message in absorbed.Where(message => message.Number <= page.Highest))
        {
            Put(message);
        }
    }

    /// <summary>Puts messages into a page.</summary>
    public void PutAway(IEnumerable<ParkedMessage> put)
    {
        var page = new ParkedPage(++LastPage, [.. put.OrderBy(message => message.Number)]);
        foreach (var message in page.Messages)
        {
            Remove(message.Number);
        }

        pages.Add(page.Summarize());
        addedPages.Add(page);
    }

    /// <summary>The pages that nothing refers to, as many as one write may remove; they are forgotten here.</summary>
    public long[] TakeObsoletePages()
    {
        var taken = obsoletePages.Take(CursorLimits.DroppedPages).ToArray();
        obsoletePages.RemoveRange(0, taken.Length);
        return taken;
    }

    public void Clear()
    {
        pages.ForEach(page => GiveUp(page.Id));
        messages.Clear();
        Exhausted = 0;
        pages.Clear();
    }

    /// <summary>Gives up the pages of which every message lies below a number.</summary>
    public IReadOnlyList<ParkedPage.Summary> DropPagesBelow(long number)
    {
        var dropped = pages.Where(page => page.Highest < number).ToArray();
        Array.ForEach(dropped, page => Absorb(page, []));
        return dropped;
    }

    /// <summary>Gives up everything from a number on.</summary>
    public void Cut(long next)
    {
        foreach (var message in Messages.Where(message => message.Number >= next))
        {
            Remove(message.Number);
        }

        foreach (var page in pages.Where(page => page.Lowest >= next).ToArray())
        {
            Absorb(page, []);
        }

        for (var i = 0; i < pages.Count; i++)
        {
            pages[i] = pages[i] with { Highest = Math.Min(pages[i].Highest, next - 1) };
        }
    }

    /// <summary>A page that was made here was never stored.</summary>
    private void GiveUp(long page)
    {
        if (addedPages.RemoveAll(added => added.Id == page) == 0)
        {
            obsoletePages.Add(page);
        }
    }
}
