using Serverless.Core.Tests.UrlShortening;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Functions.Tests.UrlShortening;

/// <summary>A store that is slow to take in the link to one URL: it does when all that can be taken in without it is.</summary>
internal sealed class SlowAliasStore(ILinkStore inner, string slowUrl, int others) : InterposedLinkStore(inner)
{
    private readonly TaskCompletionSource rest = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int left = others;

    public override async Task<bool> TryAddAsync(LinkRow row, CancellationToken cancellationToken)
    {
        if (row.Issue?.Url == slowUrl)
        {
            await rest.Task.WaitAsync(cancellationToken);
            return await Inner.TryAddAsync(row, cancellationToken);
        }

        var added = await Inner.TryAddAsync(row, cancellationToken);
        if (Interlocked.Decrement(ref left) == 0)
        {
            rest.SetResult();
        }

        return added;
    }
}
