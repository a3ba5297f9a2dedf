namespace Serverless.Core.UrlShortening;

/// <summary>How a browser is sent on; the values are the HTTP status codes.</summary>
public enum LinkRedirect
{
    /// <summary>Cacheable for a while: most clicks on a link are seen, not all.</summary>
    Permanent = 301,

    /// <summary>For links whose every click must be seen.</summary>
    Temporary = 302,
}
