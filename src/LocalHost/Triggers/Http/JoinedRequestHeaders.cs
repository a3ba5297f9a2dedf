using Microsoft.Net.Http.Headers;

namespace Serverless.LocalHost.Triggers.Http;

/// <summary>Joins repeated request headers into one value, as the real host does when it hands a request to its worker.</summary>
internal sealed class JoinedRequestHeaders(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        foreach (var header in context.Request.Headers)
        {
            if (header.Value.Count > 1)
            {
                Join(context.Request.Headers);
                break;
            }
        }

        return next(context);
    }

    private static void Join(IHeaderDictionary headers)
    {
        foreach (var (name, values) in headers.Where(header => header.Value.Count > 1).ToArray())
        {
            var separator = name.Equals(HeaderNames.Cookie, StringComparison.OrdinalIgnoreCase) ? "; " : ", ";
            headers[name] = string.Join(separator, values.AsEnumerable());
        }
    }
}
