using Microsoft.Extensions.Options;
using Serverless.Core.UrlShortening.Targets;

namespace Serverless.Core.UrlShortening.Administration;

/// <summary>Decides what a link may be, before anything is written.</summary>
public sealed class LinkRules(IOptions<LinksOptions> options, BlockList blocked, TimeProvider time)
{
    /// <summary>How long a link lives when its creator names no end.</summary>
    public const int DefaultYears = 1;

    /// <summary>How long a link can live.</summary>
    public const int MaxYears = 10;

    private readonly Uri[] ownAddresses =
        [.. options.Value.OwnAddresses.Append(options.Value.BaseUrl).Where(address => !string.IsNullOrEmpty(address)).Select(address => new Uri(address!))];

    /// <param name="requestAddress">The address that the request came to, which is this service's own too.</param>
    public FieldErrors Check(NewLink link, Uri requestAddress) => new FieldErrors()
        .Add("url", link.Url is null ? "is required." : RefuseUrl(link.Url, requestAddress))
        .Add("alias", link.Alias is null ? null : LinkKey.RefuseAlias(link.Alias))
        .Add("expiresAt", RefuseExpiry(link.ExpiresAt))
        .Add("expiresIn", link is { ExpiresAt: not null, ExpiresIn: not null } ? "can't be given together with expiresAt." : RefuseLifetime(link.ExpiresIn))
        .Add("redirect", RefuseRedirect(link.Redirect));

    /// <inheritdoc cref="Check(NewLink, Uri)"/>
    public FieldErrors Check(LinkChange change, Uri requestAddress) => new FieldErrors()
        .Add("url", change.Url is null ? null : RefuseUrl(change.Url, requestAddress))
        .Add("expiresAt", RefuseExpiry(change.ExpiresAt))
        .Add("redirect", RefuseRedirect(change.Redirect));

    /// <summary>The end of a new link that passed <see cref="Check(NewLink, Uri)"/>.</summary>
    public static DateTimeOffset ExpiryOf(NewLink link, DateTimeOffset now) =>
        link.ExpiresAt ?? (link.ExpiresIn is { } lifetime ? now + lifetime : now.AddYears(DefaultYears));

    private static string? RefuseRedirect(int? redirect) => redirect is null or 301 or 302 ? null : "must be 301 or 302.";

    private string? RefuseUrl(string url, Uri requestAddress)
    {
        if (TargetUrl.Parse(url, out var refusal) is not { } target)
        {
            return refusal;
        }

        if (blocked.Current.Blocks(target.Host))
        {
            return "is on the block list.";
        }

        return OwnAddress.IsTarget(target, requestAddress) || ownAddresses.Any(own => OwnAddress.IsTarget(target, own))
            ? "must not lead back to this service: short links could form a loop."
            : null;
    }

    private string? RefuseExpiry(DateTimeOffset? expiresAt)
    {
        var now = time.GetUtcNow();
        return expiresAt switch
        {
            null => null,
            { } instant when instant <= now => "must lie in the future.",
            { } instant when instant > now.AddYears(MaxYears) => $"must lie at most {MaxYears} years ahead.",
            _ => null,
        };
    }

    private string? RefuseLifetime(TimeSpan? expiresIn)
    {
        var now = time.GetUtcNow();
        return expiresIn switch
        {
            null => null,
            { } lifetime when lifetime < TimeSpan.FromMilliseconds(1) => "must be longer than nothing.",
            { } lifetime when lifetime > now.AddYears(MaxYears) - now => $"must be at most {MaxYears} years.",
            _ => null,
        };
    }
}
