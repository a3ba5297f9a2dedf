using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Following;

namespace Serverless.Functions.UrlShortening.Following;

/// <summary>Decides how long a client may keep a redirect.</summary>
public static class RedirectAge
{
    /// <summary>Whole seconds: at most <paramref name="longest"/>, never past the link's end, and nothing where every click must be seen.</summary>
    public static int Of(LinkTarget link, TimeSpan longest, DateTimeOffset now)
    {
        if (link.Redirect == LinkRedirect.Temporary)
        {
            return 0;
        }

        var left = link.ExpiresAt - now;
        return (int)Math.Max(0, Math.Floor((left < longest ? left : longest).TotalSeconds));
    }
}
