using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Serverless.LocalHost.Triggers.Http;

/// <summary>Gives Kestrel the real host's limits, over what shared services set for the worker behind that host.</summary>
internal sealed class HostLimits : IPostConfigureOptions<KestrelServerOptions>
{
    private const int MaxRequestLineBytes = 8 * 1024;
    private const int MaxHeaderBytes = 32 * 1024;
    private const long MaxBodyBytes = 100 * 1024 * 1024;

    public void PostConfigure(string? name, KestrelServerOptions options)
    {
        options.Limits.MaxRequestLineSize = MaxRequestLineBytes;
        options.Limits.MaxRequestHeadersTotalSize = MaxHeaderBytes;
        options.Limits.MaxRequestBodySize = MaxBodyBytes;
    }
}
