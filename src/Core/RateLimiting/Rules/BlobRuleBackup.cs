using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Serverless.Core.Azure;

namespace Serverless.Core.RateLimiting.Rules;

/// <summary>The backup as one blob.</summary>
public sealed class BlobRuleBackup(BlobStorage storage) : IRuleBackup
{
    private const string Name = "rules.json";

    private readonly BlobContainerClient container = storage.Open("ratelimit");
    private readonly AzureOnDemand onDemand = storage.OnDemand("ratelimit");

    public Task<RuleSnapshot?> ReadAsync(CancellationToken cancellationToken) => AzureOutage.GuardAsync(
        async token =>
        {
            try
            {
                BlobDownloadResult found = await container.GetBlobClient(Name).DownloadContentAsync(token);
                return RuleSnapshot.Read(found.Content.ToMemory().Span);
            }
            catch (RequestFailedException failed) when (failed.ErrorCode is { } code && (code == BlobErrorCode.BlobNotFound || code == BlobErrorCode.ContainerNotFound))
            {
                return (RuleSnapshot?)null;
            }
        },
        cancellationToken);

    public Task WriteAsync(RuleSnapshot snapshot, CancellationToken cancellationToken) =>
        onDemand.RunAsync(token => container.GetBlobClient(Name).UploadAsync(new BinaryData(snapshot.Write()), overwrite: true, token), cancellationToken);
}

/// <summary>A copy of everything that is stored, for instances that start while neither the store nor the shared copy answer.</summary>
/// <remarks>Every member throws <see cref="Storage.StoreUnavailableException"/> when it can't be reached.</remarks>
public interface IRuleBackup
{
    /// <summary>What was written last; null when nothing was.</summary>
    Task<RuleSnapshot?> ReadAsync(CancellationToken cancellationToken);

    Task WriteAsync(RuleSnapshot snapshot, CancellationToken cancellationToken);
}
