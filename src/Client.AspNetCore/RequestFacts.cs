using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Serverless.Client.AspNetCore;

/// <summary>What a request tells of itself.</summary>
internal static class RequestFacts
{
    public static string? OperationOf(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName;

    public static RateLimitCaller CallerOf(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        return new RateLimitCaller
        {
            User = context.User.Identity is { IsAuthenticated: true, Name: { Length: > 0 } name } ? name : null,
            Ip = (address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)?.ToString(),
        };
    }
}
