using Microsoft.AspNetCore.Http;
using Serverless.Core.RateLimiting;
using Serverless.Functions.Requests;

namespace Serverless.Functions.RateLimiting.Checking;

/// <summary>Tells who a request is from, for rules to count by.</summary>
public sealed class RequestCaller(ClientAddress address)
{
    private const string UserHeader = "x-user-id";

    /// <param name="apiKey">Id of the API key that the request was authenticated by; null for none.</param>
    public RateLimitCaller Of(HttpContext context, string? apiKey) =>
        new(UserOf(context), apiKey, address.Of(context)?.ToString(), new HeaderValues(context.Request.Headers));

    // Anybody can write the header; only who authenticated the user may.
    private string? UserOf(HttpContext context)
    {
        var user = context.Request.Headers[UserHeader];
        return user.Count > 0 && user.ToString() is { Length: > 0 } name && address.IsFromTrustedProxy(context) ? HeaderText.Read(name) : null;
    }
}
