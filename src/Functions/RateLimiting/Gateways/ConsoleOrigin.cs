using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Serverless.Core.RateLimiting.Apis;
using Serverless.Functions.Requests;

namespace Serverless.Functions.RateLimiting.Gateways;

/// <summary>
/// Keeps the console and what APIs answer through the gateway apart. Pages of one origin read each other's storage, where
/// the console keeps its key.
/// </summary>
public sealed class ConsoleOrigin(IOptions<ConsoleOptions> options, ClientAddress clients)
{
    private readonly Uri? origin = options.Value.Origin;

    /// <summary>Whether the console has an origin of its own.</summary>
    public bool IsOwn => origin is not null;

    /// <summary>Whether a request came to the console's host, by what the client, or a trusted proxy before it, says.</summary>
    public bool IsAskedFor(HttpRequest request)
    {
        var context = request.HttpContext;
        var said = clients.IsFromTrustedProxy(context) ? ForwardingHeaders.Get(context, ForwardingHeaders.Host).ToString().Split(',')[0].Trim() : "";
        var host = said.Length > 0 ? said : request.Host.ToUriComponent();
        return origin is not null
            && Uri.TryCreate($"{origin.Scheme}://{host}", UriKind.Absolute, out var asked)
            && asked.Authority.Equals(origin.Authority, StringComparison.OrdinalIgnoreCase);
    }
}
