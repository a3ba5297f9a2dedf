using Azure;
using Serverless.Core.Storage;

namespace Serverless.Core.Azure;

/// <summary>
/// Makes a table or queue when a request finds it missing, once for all who miss it at the same time. One that exists
/// costs no request, and one that somebody deleted comes back.
/// </summary>
/// <param name="missing">The service's error code for what is not there.</param>
/// <param name="create">Makes it, or finds that somebody else just did.</param>
public sealed class AzureOnDemand(string missing, Func<CancellationToken, Task> create)
{
    private readonly Lock gate = new();
    private Task creation = Task.CompletedTask;

    /// <exception cref="StoreUnavailableException">The service did not answer, or can't make it now.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> request, CancellationToken cancellationToken)
    {
        try
        {
            return await AzureOutage.GuardAsync(request, cancellationToken);
        }
        catch (RequestFailedException failed) when (failed.ErrorCode == missing)
        {
            await CreateAsync().WaitAsync(cancellationToken);
        }

        try
        {
            return await AzureOutage.GuardAsync(request, cancellationToken);
        }
        catch (RequestFailedException failed) when (failed.ErrorCode == missing)
        {
            throw new StoreUnavailableException("What was just made in Azure Storage is not there yet.", failed);
        }
    }

    // The task is shared, so nobody's token cancels it; one that has ended, well or not, is not used again.
    private Task CreateAsync()
    {
        lock (gate)
        {
            return creation = creation.IsCompleted
                ? AzureOutage.GuardAsync(
                    async token =>
                    {
                        await create(token);
                        return true;
                    },
                    CancellationToken.None)
                : creation;
        }
    }
}
