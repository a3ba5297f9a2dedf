using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Serverless.Core.RateLimiting.Rules;

namespace Serverless.Functions.RateLimiting.Rules;

/// <summary>Makes the copies of the rules equal to the stores, whatever a writer that died left behind.</summary>
public sealed partial class RepairRulesFunction(RuleRepair repair, ILogger<RepairRulesFunction> logger)
{
    [Function("RepairRateLimitRules")]
    public async Task RunAsync([TimerTrigger("30 * * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        await repair.RunAsync(cancellationToken);
        LogRepaired(logger, timer.IsPastDue);
    }

    [LoggerMessage(LogLevel.Debug, "The copies of the rules are as the stores (past due: {PastDue}).")]
    private static partial void LogRepaired(ILogger logger, bool pastDue);
}
