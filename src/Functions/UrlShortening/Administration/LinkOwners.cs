using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Links;
using Serverless.Functions.Requests;

namespace Serverless.Functions.UrlShortening.Administration;

/// <summary>Tells whose a link is, also one that has ended and can be brought back.</summary>
public sealed class LinkOwners(ILinkStore links) : IResourceOwners
{
    public async ValueTask<string?> FindOwnerAsync(string name, CancellationToken cancellationToken) =>
        LinkKey.IsPossible(name) ? (await links.FindAsync(name, cancellationToken))?.Row.Issue?.Owner : null;
}
