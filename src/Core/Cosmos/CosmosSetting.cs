using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Serverless.Core.Cosmos;

/// <summary>Where the Cosmos DB account is, and whether it is entered with the secret of a connection string or with this app's identity.</summary>
/// <param name="ConnectionString">Null when this app's identity is used instead.</param>
/// <param name="Endpoint">Null with a connection string.</param>
/// <param name="Database">Name of the database.</param>
/// <param name="CreatesContainers">Whether a start makes what is missing; an identity in Azure has no right to, there Bicep does.</param>
public sealed record CosmosSetting(string? ConnectionString, Uri? Endpoint, string Database, bool CreatesContainers)
{
    public const string Name = "Cosmos";
    public const string EndpointName = $"{Name}:Endpoint";
    public const string DatabaseName = $"{Name}:Database";
    public const string CreateName = $"{Name}:CreateContainers";
    public const string DefaultDatabase = "serverless";

    /// <summary>What the configuration says; null when it names no account.</summary>
    /// <exception cref="OptionsValidationException">It can't be used as it is.</exception>
    public static CosmosSetting? Find(IConfiguration configuration)
    {
        var database = configuration[DatabaseName] is { Length: > 0 } name ? name : DefaultDatabase;
        var creates = string.Equals(configuration[CreateName], bool.TrueString, StringComparison.OrdinalIgnoreCase);
        if (!string.IsNullOrWhiteSpace(configuration[Name]))
        {
            return new CosmosSetting(configuration[Name]!.Trim(), null, database, creates);
        }

        if (string.IsNullOrWhiteSpace(configuration[EndpointName]))
        {
            return null;
        }

        // A token must not travel in clear text.
        return Uri.TryCreate(configuration[EndpointName], UriKind.Absolute, out var endpoint) && endpoint.Scheme == Uri.UriSchemeHttps
            ? new CosmosSetting(null, endpoint, database, creates)
            : throw Refuse($"{EndpointName} looks like https://NAME.documents.azure.com/.");
    }

    // The text itself is not shown: it may hold a secret.
    internal static OptionsValidationException Refuse(string reason) =>
        new(Name, typeof(CosmosSetting), [$"The Cosmos DB account can't be used. {reason}"]);
}
