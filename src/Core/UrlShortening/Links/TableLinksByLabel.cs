using Serverless.Core.Azure;

namespace Serverless.Core.UrlShortening.Links;

/// <summary>The table <c>LinksByLabel</c>: a list for each owner and label.</summary>
internal sealed class TableLinksByLabel(TableStorage storage)
{
    private readonly TableLinkList lists = new(storage.Open("LinksByLabel"));

    /// <summary>Writes the entries of a row that the row before it did not have.</summary>
    public Task PutAsync(LinkRow row, LinkRow? before, CancellationToken cancellationToken) =>
        Task.WhenAll(EntriesOf(row).Except(EntriesOf(before)).Select(entry => lists.PutAsync(entry, cancellationToken)));

    /// <summary>Removes the entries of a row that was replaced, but for those that the next row, or none, has too.</summary>
    public Task RemoveAsync(LinkRow row, LinkRow? next, CancellationToken cancellationToken) =>
        Task.WhenAll(EntriesOf(row).Except(EntriesOf(next)).Select(entry => lists.RemoveAsync(entry, cancellationToken)));

    public Task<IReadOnlyList<OwnedLink>> ListAsync(string owner, LinkLabel label, OwnedLink? after, int limit, CancellationToken cancellationToken) =>
        lists.ListAsync(ListOf(owner, label), after, limit, cancellationToken);

    private static IEnumerable<TableLinkEntry> EntriesOf(LinkRow? row) =>
        row?.Issue is { } link ? LinkLabel.Of(link).Select(label => TableLinkList.EntryOf(ListOf(link.Owner, label), OwnedLink.LabelEntryOf(link))) : [];

    private static string ListOf(string owner, LinkLabel label) => $"{owner}{TableLinkEntry.Separator}{label}";
}
