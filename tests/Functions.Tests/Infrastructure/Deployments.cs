using System.Text.Json;
using Serverless.Functions.Tests.Documents;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Functions.Tests.Infrastructure;

/// <summary>What the compiler predicts that a deployment makes, for each profile of <c>main.bicepparam</c>.</summary>
public sealed class Deployments : IAsyncLifetime
{
    public const string AdminKey = "a-secret-of-the-test";

    /// <summary>Who deploys.</summary>
    public const string Deployer = "11111111-2222-3333-4444-555555555555";

    public static readonly string[] Profiles = ["dev", "prod"];

    private readonly Dictionary<string, JsonDocument> snapshots = [];
    private readonly TempFolder folder = new();
    private string template = "";

    /// <summary>The compiled template, with all that no profile uses.</summary>
    internal string Template
    {
        get
        {
            BicepCompiler.SkipUnlessRestored();
            return template;
        }
    }

    /// <summary>Everything that the compiler said while it compiled.</summary>
    internal string Complaints { get; private set; } = "";

    /// <summary>Resources by type, those of a type in the order of the template.</summary>
    internal ILookup<string, JsonElement> Of(string profile)
    {
        BicepCompiler.SkipUnlessRestored();
        return snapshots[profile].RootElement.GetProperty("predictedResources").EnumerateArray().ToLookup(resource => resource.GetProperty("type").GetString()!);
    }

    /// <summary>Settings of the app of this name.</summary>
    internal Dictionary<string, string> SettingsOf(string profile, string app) => Of(profile)["Microsoft.Web/sites/config"]
        .Single(config => config.GetProperty("name").GetString()!.StartsWith($"func-{app}-", StringComparison.Ordinal))
        .GetProperty("properties").EnumerateObject().ToDictionary(setting => setting.Name, setting => setting.Value.GetString()!);

    public async ValueTask InitializeAsync()
    {
        if (!BicepCompiler.IsRestored)
        {
            return;
        }

        var parameters = CopyTo(folder);
        var infra = Path.GetDirectoryName(parameters)!;
        var built = Path.Combine(folder.Path, "main.json");
        Complaints = await BicepCompiler.RunAsync(new Dictionary<string, string>(), "build", Path.Combine(infra, "main.bicep"), "--outfile", built);
        template = await File.ReadAllTextAsync(built);
        foreach (var profile in Profiles)
        {
            var environment = new Dictionary<string, string> { ["SERVERLESS_PROFILE"] = profile, ["SERVERLESS_ADMIN_KEY"] = AdminKey, ["AZURE_ENV_NAME"] = profile, ["AZURE_PRINCIPAL_ID"] = Deployer };
            Complaints += await BicepCompiler.RunAsync(
                environment, "snapshot", parameters, "--mode", "overwrite", "--subscription-id", Guid.Empty.ToString(), "--location", "westeurope");
            snapshots[profile] = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(infra, "main.snapshot.json")));
        }
    }

    /// <summary>Copies the template, beside which the compiler writes.</summary>
    /// <returns>Its parameter file.</returns>
    internal static string CopyTo(TempFolder folder)
    {
        Copy(new DirectoryInfo(Repository.PathTo("infra")), Directory.CreateDirectory(folder.File("infra")));
        return folder.File("infra/main.bicepparam");
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        foreach (var snapshot in snapshots.Values)
        {
            snapshot.Dispose();
        }

        return ValueTask.CompletedTask;
    }

    private static void Copy(DirectoryInfo from, DirectoryInfo to)
    {
        foreach (var file in from.EnumerateFiles())
        {
            file.CopyTo(Path.Combine(to.FullName, file.Name));
        }

        foreach (var inner in from.EnumerateDirectories())
        {
            Copy(inner, to.CreateSubdirectory(inner.Name));
        }
    }
}
