using System.Collections.Frozen;
using System.Reflection;

namespace Serverless.Functions.WebConsole;

/// <summary>The console's files, which the build embeds where Node.js is installed; kept in memory from their first use.</summary>
public sealed class ConsoleAssets
{
    private const string Root = "console/";
    private const string PageName = Root + "index.html";
    private const string AssetRoot = Root + "assets/";

    private readonly Lazy<FrozenDictionary<string, ConsoleAsset>> all = new(() => Load(typeof(ConsoleAssets).Assembly));

    /// <summary>Null when the build had no Node.js to make it with.</summary>
    public ConsoleAsset? Page => all.Value.GetValueOrDefault(PageName);

    /// <summary>The file that the page names so; null for any other name.</summary>
    public ConsoleAsset? Find(string file) => all.Value.GetValueOrDefault(AssetRoot + file);

    private static FrozenDictionary<string, ConsoleAsset> Load(Assembly assembly)
    {
        var contents = assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Root, StringComparison.Ordinal))
            .ToDictionary(name => name, name => Read(assembly, name), StringComparer.Ordinal);
        return contents.Keys
            .Where(name => !ContentCodings.IsCompressed(name))
            .ToFrozenDictionary(name => name, name => ConsoleAsset.Of(name, contents), StringComparer.Ordinal);
    }

    private static byte[] Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
