using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Serverless.Core.RateLimiting;
using Serverless.Core.RateLimiting.Rules;

namespace Serverless.Core.Tests.RateLimiting;

/// <summary>What stores need that leave out what they can't read.</summary>
public static class SampleUnreadable
{
    public static RateLimitMetrics Metrics => new(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());

    public static UnreadableDocuments Documents { get; } = With(NullLogger<UnreadableDocuments>.Instance);

    public static UnreadableDocuments With(ILogger<UnreadableDocuments> logger) => new(Metrics, logger);
}
