using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Serverless.Core.Storage;

namespace Serverless.Core.UrlShortening.Accounts;

/// <summary>
/// Keeps an instance from running whose accounts contradict the stored map. One that starts during an outage serves what it
/// can without links, asks again, and ends if it turns out to be such a one.
/// </summary>
public sealed partial class LinkAccountsStart(
    TableLinkAccounts accounts, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<LinkAccountsStart> logger) : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private bool isConfirmed;

    /// <exception cref="OptionsValidationException">The configuration contradicts the map.</exception>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        isConfirmed = await TryConfirmAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!isConfirmed)
            {
                await Task.Delay(Patience, time, stoppingToken);
                isConfirmed = await TryConfirmAsync(stoppingToken);
            }
        }
        catch (OptionsValidationException refusal)
        {
            LogRefusal(refusal.Message);
            lifetime.StopApplication();
        }
    }

    private async Task<bool> TryConfirmAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await accounts.ConfirmAsync(either.Token);
            return true;
        }
        catch (Exception exception) when (exception is StoreUnavailableException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            LogOutage(exception);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The map of the links' storage accounts can't be read yet. Until it can, links are answered with 503.")]
    private partial void LogOutage(Exception exception);

    [LoggerMessage(LogLevel.Critical, "This instance ends: {Reason}")]
    private partial void LogRefusal(string reason);
}
