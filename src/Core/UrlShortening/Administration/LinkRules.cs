using Microsoft.Extensions.Options;
using Serverless.Core.Access;
using Serverless.Core.UrlShortening.Targets;

namespace Serverless.Core.UrlShortening.Administration;

/// <summary>Decides what a link may be, before anything is written.</summary>
public sealed class LinkRules(IOptions<LinksOptions> options, BlockList blocked, TimeProvider time)
{
    /// <summary>How long a link lives when its creator names no end.</summary>
    public const int DefaultYears = 1;

    /// <summary>How long a link can live.</summary>
    public const int MaxYears = 10;

    /// <summary>The most clicks that a link may bring along.</summary>
    public const long MaxClicks = 1_000_000_000_000_000;

    private const string TwoEnds = "can't be given together with expiresAt.";

    /// <summary>Before the web began, no link was made.</summary>
    private static readonly DateTimeOffset Earliest = new(1990, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Uri[] ownAddresses =
        [.. options.Value.OwnAddresses.Append(options.Value.BaseUrl).Where(address => !string.IsNullOrEmpty(address)).Select(address => new Uri(address!))];

    /// <param name="requestAddress">The address that the request came to, which is this service's own too.</param>
    public FieldErrors Check(NewLink link, Caller caller, Uri requestAddress) => new FieldErrors()
        .Add("url", link.Url is null ? "is required." : RefuseUrl(link.Url, requestAddress))
        .Add("alias", link.Alias is null ? null : LinkKey.RefuseAlias(link.Alias, caller.IsAdmin ? 1 : options.Value.MinAlias))
        .Add("key", link switch { { Key: null } => null, { Alias: not null } => "can't be given together with alias.", _ => LinkKey.RefuseAlias(link.Key, 1) })
        .Add("owner", link.Owner is null ? null : ResourceName.Refuse(link.Owner))
        .Add("createdAt", RefusePast(link.CreatedAt))
        .Add("clicks", RefuseClicks(link.Clicks))
        .Add("bots", RefuseClicks(link.Bots))
        .Add("endedAt", link is { EndedAt: not null, WantedKey: null } ? "needs a key: nobody could be told another." : RefusePast(link.EndedAt))
        .Add("expiresAt", link.EndedAt is null ? RefuseExpiry(link.ExpiresAt) : RefuseYear(link.ExpiresAt))
        .Add("expiresIn", link is { ExpiresAt: not null, ExpiresIn: not null } ? TwoEnds : RefuseLifetime(link.ExpiresIn))
        .Add("redirect", RefuseRedirect(link.Redirect));

    /// <summary>The fields that the caller may not give, because they are an admin's.</summary>
    public static FieldErrors CheckRights(NewLink link, Caller caller)
    {
        var errors = new FieldErrors();
        if (!caller.IsAdmin)
        {
            Refuse("key", link.Key);
            Refuse("owner", link.Owner == caller.Owner ? null : link.Owner);
            Refuse("createdAt", link.CreatedAt);
            Refuse("clicks", link.Clicks);
            Refuse("bots", link.Bots);
            Refuse("endedAt", link.EndedAt);
        }

        return errors;

        void Refuse(string field, object? value) => errors.Add(field, value is null ? null : "is for admins to give.");
    }

    /// <inheritdoc cref="Check(NewLink, Caller, Uri)"/>
    public FieldErrors Check(LinkChange change, Uri requestAddress) => new FieldErrors()
        .Add("url", change.Url is null ? null : RefuseUrl(change.Url, requestAddress))
        .Add("expiresAt", RefuseExpiry(change.ExpiresAt))
        .Add("redirect", RefuseRedirect(change.Redirect));

    public FieldErrors Check(LinkRestoration restoration) => new FieldErrors()
        .Add("expiresAt", RefuseExpiry(restoration.ExpiresAt))
        .Add("expiresIn", restoration is { ExpiresAt: not null, ExpiresIn: not null } ? TwoEnds : RefuseLifetime(restoration.ExpiresIn));

    /// <summary>The end of a new link that passed <see cref="Check(NewLink, Caller, Uri)"/>.</summary>
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

    private static string? RefuseClicks(long? clicks) => clicks is null or (>= 0 and <= MaxClicks) ? null : "must be a count from 0 to 10^15.";

    private static string? RefuseYear(DateTimeOffset? instant) => instant < Earliest ? "must not lie before 1990." : null;

    private string? RefusePast(DateTimeOffset? instant) => instant > time.GetUtcNow() ? "must not lie in the future." : RefuseYear(instant);

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
