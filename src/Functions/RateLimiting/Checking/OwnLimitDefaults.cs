using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Serverless.Core.RateLimiting;
using Serverless.Core.RateLimiting.Rules;
using Serverless.Core.Storage;

namespace Serverless.Functions.RateLimiting.Checking;

/// <summary>
/// Makes, once for a store, the rules by which the application limits itself, switched off. Who deletes one has deleted it. No start
/// waits for it: an instance serves before it has looked.
/// </summary>
public sealed partial class OwnLimitDefaults(DocumentEditor<RateLimitRule> rules, RevisionGenerator revisions, IOwnLimitMarks made, ILogger<OwnLimitDefaults> logger) : BackgroundService
{
    private static readonly (string Op, RateLimitUnit Unit, long Requests, IdentityKind By)[] Limits =
    [
        ("links.create", RateLimitUnit.Minute, 600, IdentityKind.User),
        ("links.follow", RateLimitUnit.Second, 100, IdentityKind.Ip),
        ("keys.create", RateLimitUnit.Minute, 60, IdentityKind.User),
    ];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var marked = await made.ListAsync(stoppingToken);
            foreach (var rule in Limits.Select(Rule).Where(rule => !marked.Contains(rule.Id)))
            {
                await rules.TryAddAsync(rule, stoppingToken);
                // After the rule: a start that dies in between makes it at the next one.
                await made.AddAsync(rule.Id, stoppingToken);
            }
        }
        catch (StoreUnavailableException exception)
        {
            LogNotMade(exception);
        }
    }

    private RateLimitRule Rule((string Op, RateLimitUnit Unit, long Requests, IdentityKind By) limit) => new()
    {
        Id = $"{OwnLimits.Api}.{limit.Op}",
        Api = OwnLimits.Api,
        Op = limit.Op,
        TimeUnit = limit.Unit,
        Requests = limit.Requests,
        Burst = limit.Requests,
        IdentifyBy = limit.By,
        Enabled = false,
        Revision = revisions.Next(),
    };

    [LoggerMessage(LogLevel.Warning, "The rules that limit this application could not be made; the next start tries again.")]
    private partial void LogNotMade(Exception exception);
}
