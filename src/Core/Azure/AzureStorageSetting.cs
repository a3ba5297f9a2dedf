using Microsoft.Extensions.Configuration;
using Serverless.Core.Composition;

namespace Serverless.Core.Azure;

/// <summary>Finds out which Storage account the application was given.</summary>
public static class AzureStorageSetting
{
    public const string Name = "Storage";

    /// <summary>The account of the Functions host itself, which every function app has.</summary>
    public const string HostName = "AzureWebJobsStorage";

    /// <summary>The settings that may name it, the first wins; those with a colon are how the host is told to use its identity.</summary>
    public static readonly IReadOnlyList<string> Names = [Name, HostName, $"{HostName}:accountName", $"{HostName}:tableServiceUri"];

    /// <summary>What <see cref="AzureStorageServices.AddAzureStorage"/> takes; null when no account is configured.</summary>
    public static string? Find(IConfiguration configuration) =>
        Names.Select(name => configuration[name]).FirstOrDefault(value => !string.IsNullOrWhiteSpace(value));
}
