using Microsoft.Extensions.Options;

namespace Serverless.Core.Azure;

/// <summary>Where an Azure Storage account is, and whether it is entered with the secret of a connection string or with this app's identity.</summary>
public sealed record AzureStorageAddress
{
    private const string PublicCloud = "core.windows.net";
    private const string TableLabel = ".table.";
    private const string QueueLabel = ".queue.";
    private const string BlobLabel = ".blob.";
    private const int MinNameLength = 3;
    private const int MaxNameLength = 24;

    private AzureStorageAddress()
    {
    }

    /// <summary>Holds everything; null when this app's identity is used instead.</summary>
    public string? ConnectionString { get; private init; }

    /// <summary>Where the address comes from, for refusals; null for the setting of the one account.</summary>
    internal string? Setting { get; private init; }

    /// <summary>Null with a connection string.</summary>
    public Uri? Tables { get; private init; }

    /// <inheritdoc cref="Tables"/>
    public Uri? Queues { get; private init; }

    /// <inheritdoc cref="Tables"/>
    public Uri? Blobs { get; private init; }

    /// <param name="storage">A connection string, the name of an account, or the address of its tables.</param>
    /// <param name="setting">Where the text comes from; null for the setting of the one account.</param>
    /// <exception cref="OptionsValidationException">The text is none of them.</exception>
    public static AzureStorageAddress Parse(string storage, string? setting = null)
    {
        var text = storage.Trim();
        if (Uri.TryCreate(text, UriKind.Absolute, out var tables))
        {
            return FromTables(tables) ?? throw Refuse(setting, "An address of tables looks like https://NAME.table.core.windows.net, without a path or a query.");
        }

        if (text.Contains('=', StringComparison.Ordinal))
        {
            return new AzureStorageAddress { ConnectionString = text, Setting = setting };
        }

        return IsAccountName(text)
            ? FromTables(new Uri($"https://{text}{TableLabel}{PublicCloud}"))!
            : throw Refuse(setting, "It must be a connection string, the name of a Storage account, or the address of its tables.");
    }

    // A token must not travel in clear text, and the host alone tells where the queues and blobs are.
    private static AzureStorageAddress? FromTables(Uri tables) =>
        tables is { Scheme: "https", PathAndQuery: "/", UserInfo: "" } && tables.Host.Contains(TableLabel, StringComparison.Ordinal)
            ? new AzureStorageAddress { Tables = tables, Queues = Beside(tables, QueueLabel), Blobs = Beside(tables, BlobLabel) }
            : null;

    private static Uri Beside(Uri tables, string label) =>
        new UriBuilder(tables) { Host = tables.Host.Replace(TableLabel, label, StringComparison.Ordinal) }.Uri;

    private static bool IsAccountName(string text) =>
        text.Length is >= MinNameLength and <= MaxNameLength && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c));

    // The text itself is not shown: it may hold a secret.
    internal static OptionsValidationException Refuse(string? setting, string reason) => new(
        setting ?? AzureStorageSetting.Name,
        typeof(AzureStorageAddress),
        [$"The setting {setting ?? $"{AzureStorageSetting.Name} (or {AzureStorageSetting.HostName})"} can't be used. {reason}"]);
}
