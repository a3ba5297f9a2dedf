using Microsoft.Extensions.Configuration;

namespace Serverless.Core;

/// <summary>
/// Reads settings that are lists. The last source that names the list says all of it; configuration by itself would mix the
/// lists of several sources by their indexes, so that what an earlier one allows goes on to hold.
/// </summary>
public static class ListSetting
{
    private const char Divider = ',';

    /// <summary>The entries; empty when no source names the list, or the last one that does names none.</summary>
    /// <param name="key">Of the list: its entries are <c>key:0</c>, <c>key:1</c> ..., or <c>key</c> is one text with commas between them.</param>
    public static IReadOnlyList<string> Read(IConfiguration configuration, string key) =>
        Find(configuration, key)?.Select(entry => entry.Trim()).Where(entry => entry.Length > 0).ToArray() ?? [];

    /// <summary>Gives a list of options these entries and no others.</summary>
    public static void Replace(IList<string> entries, IConfiguration configuration, string key)
    {
        entries.Clear();
        foreach (var entry in Read(configuration, key))
        {
            entries.Add(entry);
        }
    }

    private static IEnumerable<string>? Find(IConfiguration configuration, string key) => configuration is IConfigurationRoot root
        ? root.Providers.Reverse().Select(provider => Find(provider, key)).FirstOrDefault(entries => entries is not null)
        : configuration.GetSection(key) is var section && section.GetChildren().Any()
            ? section.GetChildren().Select(child => child.Value ?? "")
            : section.Value?.Split(Divider);

    private static IEnumerable<string>? Find(IConfigurationProvider provider, string key)
    {
        if (provider is ChainedConfigurationProvider chained)
        {
            return Find(chained.Configuration, key);
        }

        var indexes = provider.GetChildKeys([], key).Distinct(StringComparer.OrdinalIgnoreCase).Order(ConfigurationKeyComparer.Instance).ToArray();
        return indexes.Length > 0
            ? indexes.Select(index => provider.TryGet(ConfigurationPath.Combine(key, index), out var entry) ? entry ?? "" : "")
            : provider.TryGet(key, out var text) ? text?.Split(Divider) : null;
    }
}
