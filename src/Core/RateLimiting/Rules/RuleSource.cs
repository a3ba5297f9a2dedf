namespace Serverless.Core.RateLimiting.Rules;

/// <summary>Reads everything that the authority holds.</summary>
public sealed class RuleSource(IDocumentStore store, UnreadableDocuments unreadable)
{
    private const int PageSize = 1_000;

    /// <exception cref="Storage.StoreUnavailableException">The store did not answer.</exception>
    public async Task<RuleSnapshot> ReadAsync(CancellationToken cancellationToken) => new()
    {
        Rules = await ReadAllAsync(DocumentTypes.Rule, cancellationToken),
        Apis = await ReadAllAsync(DocumentTypes.Api, cancellationToken),
        Callers = await ReadAllAsync(DocumentTypes.Caller, cancellationToken),
    };

    private async Task<IReadOnlyList<T>> ReadAllAsync<T>(DocumentType<T> type, CancellationToken cancellationToken)
        where T : class
    {
        var all = new List<T>();
        while (true)
        {
            var page = await unreadable.ListAsync(type, store, null, all.Count == 0 ? null : type.NameOf(all[^1]), PageSize, cancellationToken);
            all.AddRange(page);
            if (page.Count < PageSize)
            {
                return all;
            }
        }
    }
}
