namespace Serverless.Core.UrlShortening;

/// <summary>How a command or question about a link ended.</summary>
public enum LinkStatus
{
    Ok,
    Invalid,
    AliasTaken,
    NotFound,

    /// <summary>Expired or deleted, and the key not yet issued again.</summary>
    Gone,
    NotOwner,

    /// <summary>A field was given that is an admin's to give.</summary>
    NotAdmin,

    /// <summary>The link is there, but its target is on the block list.</summary>
    Blocked,
}
