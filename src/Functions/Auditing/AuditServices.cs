using Microsoft.Extensions.DependencyInjection;
using Serverless.Core.Auditing;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Auditing;

/// <summary>Registers the record of changes, but for its store.</summary>
public static class AuditServices
{
    /// <summary>Adds the step that records; the last of all, so that nothing is recorded of a request that another step refuses.</summary>
    public static IServiceCollection AddAuditing(this IServiceCollection services) => services
        .AddSingleton<AuditTrail>()
        .AddSingleton<IRequestStep, AuditStep>();
}
