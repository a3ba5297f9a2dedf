using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.Tests.UrlShortening.Simulation;

/// <summary>A planted bug: links are stored without a look at the row that is there.</summary>
internal sealed class CarelessLinkStore(ILinkStore inner) : InterposedLinkStore(inner)
{
    public override async Task<bool> TryAddAsync(LinkRow row, CancellationToken cancellationToken) =>
        await Inner.TryAddAsync(row, cancellationToken)
        || (await Inner.FindAsync(row.Key, cancellationToken) is { } there && await Inner.TryReplaceAsync(there, row, cancellationToken));
}
