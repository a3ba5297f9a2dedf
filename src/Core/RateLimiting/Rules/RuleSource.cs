namespace Serverless.Core.RateLimiting.Rules;

/// <summary>Reads everything that the authorities hold.</summary>
public sealed class RuleSource(IRuleStore rules, IApiStore apis)
{
    private const int PageSize = 1_000;

    /// <exception cref="Storage.StoreUnavailableException">A store did not answer.</exception>
    public async Task<RuleDocument> ReadAsync(CancellationToken cancellationToken) => new(
        await ReadAllAsync((after, limit) => rules.ListAsync(null, after, limit, cancellationToken), rule => rule.Id),
        await ReadAllAsync((after, limit) => apis.ListAsync(after, limit, cancellationToken), api => api.Name));

    private static async Task<IReadOnlyList<T>> ReadAllAsync<T>(Func<string?, int, Task<IReadOnlyList<T>>> readPage, Func<T, string> nameOf)
    {
        var all = new List<T>();
        while (true)
        {
            var page = await readPage(all.Count == 0 ? null : nameOf(all[^1]), PageSize);
            all.AddRange(page);
            if (page.Count < PageSize)
            {
                return all;
            }
        }
    }
}
