using Serverless.Core.Azure;

namespace Serverless.LocalHost.Hosting;

/// <summary>Reads the settings, later sources over earlier ones: defaults, appsettings.json of the current folder, environment, command line.</summary>
public static class LocalConfiguration
{
    private static readonly string[] Options = ["Port", "Data", "Urls", "Instances", "Storage", "Cosmos"];

    private static readonly Dictionary<string, string?> Defaults = new()
    {
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft"] = "Warning",
        ["Logging:LogLevel:System"] = "Warning",
        // Its lines say nothing that the host's own do not; enabled, it costs every request an activity and a log scope.
        ["Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics"] = "None",
        ["Logging:LogLevel:Yarp"] = "Warning",
        ["Logging:Console:FormatterName"] = EscapingFormatter.FormatterName,
        ["Logging:Console:FormatterOptions:SingleLine"] = "true",
        // On a developer's machine the receivers and proxies to try things with are at home.
        ["Network:AllowedAddresses:0"] = "127.0.0.0/8",
        ["Network:AllowedAddresses:1"] = "::1/128",
        ["Network:TrustedProxies:0"] = "127.0.0.0/8",
        ["Network:TrustedProxies:1"] = "::1/128",
        ["Cosmos:CreateContainers"] = "true",
        // A process of its own is not frozen between requests, and shares its processors with nobody.
        ["Push:Inline"] = "8",
        ["Gateway:AllowedHosts:0"] = "localhost",
        ["Gateway:AllowedHosts:1"] = "127.0.0.1",
        ["Gateway:AllowedHosts:2"] = "::1",
    };

    /// <summary>An account that the environment names for the Functions host, or for another app, is not meant for LocalHost.</summary>
    private static readonly IEnumerable<KeyValuePair<string, string?>> NoHostStorage =
        AzureStorageSetting.Names.Where(name => name != AzureStorageSetting.Name).Select(name => new KeyValuePair<string, string?>(name, ""));

    /// <exception cref="SettingsException">The command line holds something that is no setting, or a file can't be read.</exception>
    public static IConfigurationRoot Read(string[] args)
    {
        RefuseUnknown(args);
        try
        {
            return new ConfigurationBuilder()
                .AddInMemoryCollection(Defaults)
                .SetBasePath(Directory.GetCurrentDirectory())
                .AddJsonFile("appsettings.json", optional: true, reloadOnChange: false)
                .AddEnvironmentVariables("ASPNETCORE_")
                .AddEnvironmentVariables()
                .AddCommandLine(args)
                .AddInMemoryCollection(NoHostStorage)
                .Build();
        }
        catch (Exception exception) when (exception is InvalidDataException or FormatException)
        {
            throw new SettingsException(exception.Message, exception);
        }
    }

    // A mistyped option would otherwise be taken for a setting that nobody reads.
    private static void RefuseUnknown(string[] args)
    {
        for (var i = 0; i < args.Length; i++)
        {
            if (!IsOption(args[i]) || !IsKnown(args[i].TrimStart('-').Split('=')[0]))
            {
                throw new SettingsException($"'{args[i]}' is no option. --help lists them.");
            }

            if (args[i].Contains('=', StringComparison.Ordinal))
            {
                continue;
            }

            if (++i == args.Length || IsOption(args[i]))
            {
                throw new SettingsException($"{args[i - 1]} needs a value.");
            }
        }
    }

    private static bool IsOption(string arg) => arg.StartsWith("--", StringComparison.Ordinal);

    private static bool IsKnown(string name) =>
        name.Contains(':', StringComparison.Ordinal) || Options.Contains(name, StringComparer.OrdinalIgnoreCase);
}
