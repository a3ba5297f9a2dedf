using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Serverless.Core.Azure;

/// <summary>The blob containers of one Storage account.</summary>
/// <param name="prefix">Begins the name of every container, so that several applications can share an account; lower case letters, digits and hyphens.</param>
public sealed class BlobStorage(BlobServiceClient service, string prefix = "")
{
    private static readonly string ContainerNotFound = BlobErrorCode.ContainerNotFound.ToString();

    /// <param name="name">3-63 characters with the prefix.</param>
    public BlobContainerClient Open(string name) => service.GetBlobContainerClient(prefix + name);

    /// <summary>Makes the container when a write finds it missing.</summary>
    public AzureOnDemand OnDemand(string name) =>
        new(ContainerNotFound, token => Open(name).CreateIfNotExistsAsync(cancellationToken: token));
}
