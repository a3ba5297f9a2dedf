using System.Text.Json;
using Serverless.Functions.Tests.Documents;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Functions.Tests.Infrastructure;

/// <summary>What the compiler predicts that a deployment makes: for each profile of <c>main.bicepparam</c>, and for what else is asked, one after the other.</summary>
public sealed class Deployments : IAsyncLifetime
{
    public const string AdminKey = "a-secret-of-the-test";

    /// <summary>Who deploys.</summary>
    public const string Deployer = "11111111-2222-3333-4444-555555555555";

    public static readonly string[] Profiles = ["dev", "prod"];

    private const string Source = "using 'main.bicep'";
    private const string Compiled = "using 'main.json'";

    private readonly Dictionary<string, JsonDocument> snapshots = [];
    private readonly TempFolder folder = new();
    private string parameters = "";
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

        Copy(new DirectoryInfo(Repository.PathTo("infra")), Directory.CreateDirectory(folder.File("infra")));
        parameters = folder.File("infra/main.bicepparam");
        var infra = Path.GetDirectoryName(parameters)!;
        var built = Path.Combine(infra, "main.json");
        Complaints = await BicepCompiler.RunAsync(new Dictionary<string, string>(), "build", Path.Combine(infra, "main.bicep"), "--outfile", built);
        template = await File.ReadAllTextAsync(built);
        foreach (var profile in Profiles)
        {
            var environment = new Dictionary<string, string> { ["SERVERLESS_PROFILE"] = profile, ["SERVERLESS_ADMIN_KEY"] = AdminKey, ["AZURE_ENV_NAME"] = profile, ["AZURE_PRINCIPAL_ID"] = Deployer };
            Complaints += await TakeSnapshotAsync(environment);
            snapshots[profile] = await ReadSnapshotAsync();
        }

        // What else is predicted comes from the compiled template: compiling is most of the work.
        var source = await File.ReadAllTextAsync(parameters);
        Assert.Contains(Source, source, StringComparison.Ordinal);
        await File.WriteAllTextAsync(parameters, source.Replace(Source, Compiled, StringComparison.Ordinal));
    }

    /// <summary>What the compiler predicts with these variables.</summary>
    internal async Task<JsonDocument> PredictAsync(IReadOnlyDictionary<string, string> environment)
    {
        BicepCompiler.SkipUnlessRestored();
        await TakeSnapshotAsync(environment);
        return await ReadSnapshotAsync();
    }

    /// <summary>The values of the parameters with these variables.</summary>
    internal async Task<JsonDocument> ParametersAsync(IReadOnlyDictionary<string, string> environment)
    {
        BicepCompiler.SkipUnlessRestored();
        var file = folder.File("parameters.json");
        await BicepCompiler.RunAsync(environment, "build-params", parameters, "--outfile", file);
        return JsonDocument.Parse(await File.ReadAllTextAsync(file));
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

    private Task<string> TakeSnapshotAsync(IReadOnlyDictionary<string, string> environment) =>
        BicepCompiler.RunAsync(environment, "snapshot", parameters, "--mode", "overwrite", "--subscription-id", Guid.Empty.ToString(), "--location", "westeurope");

    private async Task<JsonDocument> ReadSnapshotAsync() => JsonDocument.Parse(await File.ReadAllTextAsync(Path.ChangeExtension(parameters, "snapshot.json")));

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
