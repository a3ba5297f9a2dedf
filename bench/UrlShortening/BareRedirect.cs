namespace Serverless.Bench.UrlShortening;

/// <summary>The least that a redirect says.</summary>
public static class BareRedirect
{
    /// <param name="target">Null for a key that nobody knows.</param>
    public static void Write(HttpResponse response, string? target)
    {
        response.ContentLength = 0;
        if (target is null)
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        response.StatusCode = StatusCodes.Status301MovedPermanently;
        response.Headers.Location = target;
        response.Headers.CacheControl = "public, max-age=3600";
    }
}
