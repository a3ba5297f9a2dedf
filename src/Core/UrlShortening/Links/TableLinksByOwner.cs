using Serverless.Core.Azure;

namespace Serverless.Core.UrlShortening.Links;

/// <summary>The table <c>LinksByOwner</c>: a list an owner.</summary>
internal sealed class TableLinksByOwner(TableStorage storage)
{
    private readonly TableLinkList lists = new(storage.Open("LinksByOwner"));

    /// <summary>Writes the entry of a row, if it has one and the row before it has had another.</summary>
    public Task PutAsync(LinkRow row, LinkRow? before, CancellationToken cancellationToken) =>
        EntryOf(row) is { } entry && entry != EntryOf(before) ? lists.PutAsync(entry, cancellationToken) : Task.CompletedTask;

    /// <summary>Removes the entry of a row that was replaced, if the next row, or none, has none or another.</summary>
    public Task RemoveAsync(LinkRow row, LinkRow? next, CancellationToken cancellationToken) =>
        EntryOf(row) is { } entry && entry != EntryOf(next) ? lists.RemoveAsync(entry, cancellationToken) : Task.CompletedTask;

    public Task<IReadOnlyList<OwnedLink>> ListAsync(string owner, OwnedLink? after, int limit, CancellationToken cancellationToken) =>
        lists.ListAsync(owner, after, limit, cancellationToken);

    private static TableLinkEntry? EntryOf(LinkRow? row) =>
        row?.Issue is { } link ? TableLinkList.EntryOf(link.Owner, new OwnedLink(link.CreatedAt, link.Key, link.Nonce)) : null;
}
