using Serverless.Core.RateLimiting;
using Serverless.Core.RateLimiting.Rules;
using Serverless.Core.Storage;
using Serverless.Functions.RateLimiting.Checking;

namespace Serverless.LocalHost.RateLimiting;

/// <summary>Makes, at the first start, the rules by which the application limits itself, switched off. Who deletes one has deleted it.</summary>
internal sealed partial class OwnLimitDefaults(DocumentEditor<RateLimitRule> rules, RevisionGenerator revisions, SqliteOwnLimits made, ILogger<OwnLimitDefaults> logger) : IHostedService
{
    private static readonly (string Op, RateLimitUnit Unit, long Requests, IdentityKind By)[] Limits =
    [
        ("links.create", RateLimitUnit.Minute, 600, IdentityKind.User),
        ("links.follow", RateLimitUnit.Second, 100, IdentityKind.Ip),
        ("keys.create", RateLimitUnit.Minute, 60, IdentityKind.User),
    ];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var (op, unit, requests, by) in Limits)
            {
                var id = $"{OwnLimits.Api}.{op}";
                if (await made.ContainsAsync(id, cancellationToken))
                {
                    continue;
                }

                await rules.TryAddAsync(
                    new RateLimitRule
                    {
                        Id = id,
                        Api = OwnLimits.Api,
                        Op = op,
                        TimeUnit = unit,
                        Requests = requests,
                        Burst = requests,
                        IdentifyBy = by,
                        Enabled = false,
                        Revision = revisions.Next(),
                    },
                    cancellationToken);
                // After the rule: a start that dies in between makes it at the next one.
                await made.AddAsync(id, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is StoreUnavailableException)
        {
            LogNotMade(exception);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(LogLevel.Warning, "The rules that limit this application could not be made.")]
    private partial void LogNotMade(Exception exception);
}
