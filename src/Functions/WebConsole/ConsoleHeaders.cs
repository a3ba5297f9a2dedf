using Microsoft.AspNetCore.Http;

namespace Serverless.Functions.WebConsole;

/// <summary>The headers that keep the console's page to itself: nothing from elsewhere, no inline script or style, in no frame.</summary>
internal static class ConsoleHeaders
{
    /// <summary>For files whose names change with their content.</summary>
    public const string Immutable = "public, max-age=31536000, immutable";

    /// <summary>For the page that names them: asked for again each time.</summary>
    public const string Revalidated = "no-cache";

    // Pictures from data URLs: a QR code is fetched with the key and shown as a picture, in which no script runs.
    public const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    /// <summary>What every answer of the console says.</summary>
    public static void Write(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }
}
