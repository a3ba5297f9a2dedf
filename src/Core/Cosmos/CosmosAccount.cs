using Microsoft.Azure.Cosmos;
using Serverless.Core.Storage;

namespace Serverless.Core.Cosmos;

/// <summary>
/// One Cosmos DB account and the database in it. Before anything is asked of it, it is found out once whether it keeps what
/// the message queue needs: one region that takes writes, and sessions.
/// </summary>
public sealed class CosmosAccount(CosmosClient client, CosmosSetting setting, CosmosTelemetry telemetry, TimeProvider time) : IDisposable
{
    private readonly Lock gate = new();
    private Task? readiness;

    internal TimeProvider Time => time;

    internal CosmosTelemetry Telemetry => telemetry;

    /// <summary>The documents of a container.</summary>
    /// <param name="container">One of <see cref="CosmosContainers"/>.</param>
    public CosmosDocuments Open(string container) => new(this, client.GetContainer(setting.Database, container));

    /// <summary>Completes when the account was looked at, and what may be made has been.</summary>
    /// <exception cref="StoreUnavailableException">It did not answer; the next caller tries again.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">It has several write regions, or no sessions.</exception>
    public ValueTask ReadyAsync(CancellationToken cancellationToken) =>
        readiness is { IsCompletedSuccessfully: true } ? ValueTask.CompletedTask : new(PrepareOnce().WaitAsync(cancellationToken));

    public void Dispose() => client.Dispose();

    // The task is shared, so nobody's token cancels it; one that failed is not used again.
    private Task PrepareOnce()
    {
        lock (gate)
        {
            return readiness = readiness is { IsFaulted: false, IsCanceled: false } ? readiness : PrepareAsync();
        }
    }

    private Task<bool> PrepareAsync() => CosmosOutage.GuardAsync(
        async token =>
        {
            Check(await ReadAsync(token));
            if (setting.CreatesContainers)
            {
                await CreateAsync(token);
            }

            return true;
        },
        time,
        CancellationToken.None);

    // What the SDK throws here is a type of its own that it keeps to itself.
    private async Task<AccountProperties> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await client.ReadAccountAsync().WaitAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw new StoreUnavailableException("The Cosmos DB account does not answer.", exception);
        }
    }

    private static void Check(AccountProperties account)
    {
        // Two regions that take writes would both accept a commit to the same head.
        if (account.WritableRegions.Count() > 1)
        {
            throw CosmosSetting.Refuse("It has several write regions: acknowledged messages could be lost. Turn multi-region writes off.");
        }

        // Without sessions a process may not see what it has just written, nor ids that it has just read the head of.
        if (account.Consistency.DefaultConsistencyLevel is ConsistencyLevel.Eventual or ConsistencyLevel.ConsistentPrefix)
        {
            throw CosmosSetting.Refuse("Its default consistency must be Session or stronger.");
        }
    }

    private async Task CreateAsync(CancellationToken cancellationToken)
    {
        var database = (await client.CreateDatabaseIfNotExistsAsync(setting.Database, cancellationToken: cancellationToken)).Database;
        foreach (var properties in CosmosContainers.Properties())
        {
            await database.CreateContainerIfNotExistsAsync(properties, cancellationToken: cancellationToken);
        }
    }
}
