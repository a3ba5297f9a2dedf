using System.Globalization;
using Serverless.Core.Azure;
using Serverless.Core.Cosmos;

namespace Serverless.LocalHost.Hosting;

/// <summary>Where LocalHost listens and keeps its data, from configuration, environment and command line.</summary>
/// <param name="Urls">Addresses of the first instance; the others listen on the following ports.</param>
public sealed record LocalHostSettings(IReadOnlyList<Uri> Urls, string DataFolder, int Instances)
{
    public const int DefaultPort = 7071;
    public const string DefaultDataFolder = "data";
    public const int MaxInstances = 64;

    /// <summary>The operator's word that no other process uses the Storage account.</summary>
    public const string SingleInstance = "Messaging:SingleInstance";

    private const int MaxPort = 65_535;

    /// <exception cref="SettingsException">A setting has a value that can't be used.</exception>
    public static LocalHostSettings Read(IConfiguration configuration)
    {
        RefuseHalfSharedMessages(configuration);
        var instances = Number(configuration, "Instances", 1, 1, MaxInstances);
        var urls = configuration["Urls"] is { Length: > 0 } text
            ? [.. text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(ParseUrl)]
            : new[] { Loopback(Number(configuration, "Port", DefaultPort, 0, MaxPort)) };
        var settings = new LocalHostSettings(urls, Path.GetFullPath(configuration["Data"] ?? DefaultDataFolder), instances);
        return urls.All(url => url.Port == 0 || url.Port + instances - 1 <= MaxPort)
            ? settings
            : throw new SettingsException($"There are not enough ports for {instances} instances: the highest one is {MaxPort}.");
    }

    /// <summary>Addresses of one instance, from 0; port 0 leaves the choice to the system each time.</summary>
    public IReadOnlyList<Uri> UrlsOf(int instance) =>
        [.. Urls.Select(url => url.Port == 0 ? url : new UriBuilder(url) { Port = url.Port + instance }.Uri)];

    // Its queues would be everybody's, and the messages that they speak of in the file of one: the others would find nothing to deliver.
    private static void RefuseHalfSharedMessages(IConfiguration configuration)
    {
        var single = configuration[SingleInstance] is not { Length: > 0 } text ? false
            : bool.TryParse(text, out var said) ? said
            : throw new SettingsException($"{SingleInstance} is true or false, not '{text}'.");
        if (!single && AzureStorageSetting.Find(configuration) is not null && CosmosSetting.Find(configuration) is null)
        {
            throw new SettingsException(
                $"{AzureStorageSetting.Name} is set, and {CosmosSetting.Name} is not: other processes would share the queues of the account, but not the messages, which would lie in this one's data folder. Set {CosmosSetting.Name} or {CosmosSetting.EndpointName}, or {SingleInstance} to true if no other process uses the account.");
        }
    }

    // The system chooses a port for one address, not for the two that "localhost" stands for.
    private static Uri Loopback(int port) => new(string.Create(CultureInfo.InvariantCulture, $"http://{(port == 0 ? "127.0.0.1" : "localhost")}:{port}"));

    private static int Number(IConfiguration configuration, string name, int fallback, int min, int max)
    {
        if (configuration[name] is not { } text)
        {
            return fallback;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw new SettingsException($"--{name.ToLowerInvariant()} must be a whole number from {min} to {max}, not '{text}'.");
    }

    private static Uri ParseUrl(string text) =>
        Uri.TryCreate(text.Replace("//*", "//0.0.0.0", StringComparison.Ordinal).Replace("//+", "//0.0.0.0", StringComparison.Ordinal), UriKind.Absolute, out var url)
        && url is { Scheme: "http", PathAndQuery: "/" }
            ? url
            : throw new SettingsException($"--urls must list addresses such as http://0.0.0.0:8080, divided by ';', not '{text}'.");
}
