using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Serverless.Core.Storage;
using Serverless.Core.UrlShortening.Forgetting;

namespace Serverless.Functions.UrlShortening.Forgetting;

/// <summary>Has changed links forgotten by Redis, a queue message a change. Nobody else would do it, so a message that ends as poison begins again.</summary>
public sealed partial class ForgetLinkFunctions(LinkForgetter forgetter, PoisonMessages poison, ILogger<ForgetLinkFunctions> logger)
{
    [Function("ForgetLink")]
    public Task RunAsync([QueueTrigger(ForgetLink.Queue)] string message, CancellationToken cancellationToken) =>
        ForgetLink.Parse(message) is { } link ? forgetter.RunAsync(link, cancellationToken) : Pass(message);

    [Function("ForgetLinkPoison")]
    public Task RepeatAsync([QueueTrigger(ForgetLink.Queue + PoisonMessages.Suffix)] string message, CancellationToken cancellationToken)
    {
        poison.Record(ForgetLink.Queue, message);
        return ForgetLink.Parse(message) is { } link ? forgetter.SendAgainAsync(link, cancellationToken) : Pass(message);
    }

    private Task Pass(string message)
    {
        LogUnknown(logger, MessageExcerpt.Of(message));
        return Task.CompletedTask;
    }

    [LoggerMessage(LogLevel.Warning, "'{Message}' names no link to be forgotten.")]
    private static partial void LogUnknown(ILogger logger, string message);
}
