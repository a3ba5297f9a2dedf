using Serverless.Core.RateLimiting.Rules;
using Serverless.Core.Storage;

namespace Serverless.Core.RateLimiting.Apis;

/// <summary>Changes APIs: stored first, then copied to where instances look.</summary>
public sealed class ApiEditor(IApiStore store, RulePublication publication, StoreRetry retry)
{
    private readonly VersionedEditor<ApiDefinition> editor = new(store, retry, api => api.Name, api => api.Revision);

    public async Task<ApiDefinition?> FindAsync(string name, CancellationToken cancellationToken) =>
        (await store.FindAsync(name, cancellationToken))?.Value;

    /// <inheritdoc cref="IApiStore.ListAsync"/>
    public Task<IReadOnlyList<ApiDefinition>> ListAsync(string? afterName, int limit, CancellationToken cancellationToken) =>
        store.ListAsync(afterName, limit, cancellationToken);

    /// <inheritdoc cref="VersionedEditor{T}.PutAsync"/>
    public async Task<bool> PutAsync(ApiDefinition api, Action<ApiDefinition> replacing, CancellationToken cancellationToken)
    {
        var isNew = await editor.PutAsync(api, replacing, cancellationToken);
        await publication.PublishApiAsync(api.Name, api, cancellationToken);
        return isNew;
    }

    /// <inheritdoc cref="VersionedEditor{T}.DeleteAsync"/>
    public async Task<bool> DeleteAsync(string name, Action<ApiDefinition> deleting, CancellationToken cancellationToken)
    {
        var isDeleted = await editor.DeleteAsync(name, deleting, cancellationToken);
        if (isDeleted)
        {
            await publication.PublishApiAsync(name, null, cancellationToken);
        }

        return isDeleted;
    }
}
