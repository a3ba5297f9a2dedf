using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Serverless.Core.Azure;
using Serverless.Core.Redis;
using Serverless.Functions.Telemetry;
using Serverless.Functions.Tests.Documents;
using Serverless.Functions.Tests.Rules;

namespace Serverless.Functions.Tests.Infrastructure;

/// <summary>The settings that the template makes are those that the code reads, under the same names.</summary>
[Collection(nameof(DeploymentCollection))]
public sealed partial class AppSettingsTests(Deployments deployments)
{
    private readonly string[][] table = [.. MarkdownTable.Below(Repository.Read("infra", "README.md"), "## Settings of an app")];

    public static TheoryData<string, string> Apps =>
        [.. AppSplit.Apps.Select(app => new TheoryDataRow<string, string>("prod", app)), new TheoryDataRow<string, string>("dev", "app")];

    [Theory]
    [MemberData(nameof(Apps))]
    public void Every_setting_is_one_of_the_page(string profile, string app) => Assert.Empty(
        deployments.SettingsOf(profile, app).Keys.Select(Family).Except(table.Select(row => row[0])));

    [Fact]
    public void The_page_has_no_setting_that_the_template_does_not_make() =>
        Assert.All(table, row => Assert.Contains(row[0].Replace("__N", "", StringComparison.Ordinal).Split("NAME")[0], deployments.Template, StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Apps))]
    public void The_app_starts_with_them_on_azure_services_alone(string profile, string app)
    {
        var settings = deployments.SettingsOf(profile, app).ToDictionary(
            setting => setting.Key.Replace("__", ":", StringComparison.Ordinal),
            setting => (string?)Resolve(setting.Key, setting.Value));
        settings["Access:AdminKey"] = "read-from-the-vault";
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        Assert.Equal(settings["AzureWebJobsStorage:accountName"], AzureStorageSetting.Find(configuration));
        Assert.True(RedisAddress.Find(configuration, RedisAddress.Counters)!.UsesIdentity);
        Assert.True(RedisAddress.Find(configuration, RedisAddress.Cache)!.UsesIdentity);
        var services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration).AddServerless(configuration).RequireStorage();
        Assert.NotNull(services.AddTelemetry(configuration));
        using var provider = services.BuildServiceProvider();
        provider.GetRequiredService<IStartupValidator>().Validate();
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public void An_app_runs_its_functions_and_no_other(string profile, string app)
    {
        var disabled = deployments.SettingsOf(profile, app).Keys.Select(key => Disabled().Match(key)).Where(match => match.Success).Select(match => match.Groups[1].Value);
        var wanted = app == "app" ? FunctionDeclaration.All.Select(function => function.Name) : AppSplit.Functions[app].Concat(AppSplit.Functions[AppSplit.Every]);
        Assert.Equal(wanted.Order(StringComparer.Ordinal), FunctionDeclaration.All.Select(function => function.Name).Except(disabled));
    }

    [Fact]
    public void A_reference_to_the_vault_that_was_not_followed_is_no_admin_key()
    {
        var reference = deployments.SettingsOf("dev", "app")["Access__AdminKey"];
        Assert.Contains("@Microsoft.KeyVault(SecretUri=", reference, StringComparison.Ordinal);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["AzureWebJobsStorage"] = "UseDevelopmentStorage=true",
            ["Access:AdminKey"] = "@Microsoft.KeyVault(SecretUri=https://kv-x.vault.azure.net/secrets/admin-key)",
        }).Build();
        using var provider = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration).AddServerless(configuration).BuildServiceProvider();
        var refusal = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IStartupValidator>().Validate());
        Assert.Contains("let this app's identity read it", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>A setting without its number, or without the function's name.</summary>
    private static string Family(string name) => Disabled().IsMatch(name) ? "AzureWebJobs.NAME.Disabled" : Number().Replace(name, "__N");

    // What only the deployment knows stands for itself in a prediction.
    private static string Resolve(string name, string value) => !value.StartsWith('[') ? value : name switch
    {
        _ when name.StartsWith("Redis__", StringComparison.Ordinal) => "name.westeurope.redis.azure.net:10000",
        "APPLICATIONINSIGHTS_CONNECTION_STRING" => "InstrumentationKey=00000000-0000-0000-0000-000000000001;IngestionEndpoint=https://ingestion.example/",
        "Cosmos__Endpoint" => "https://name.documents.azure.com:443/",
        "Push__Origin" => "sho.rt",
        _ when name.StartsWith("Links__", StringComparison.Ordinal) => "https://sho.rt",
        _ => "resolved",
    };

    [GeneratedRegex(@"^AzureWebJobs\.(\w+)\.Disabled$")]
    private static partial Regex Disabled();

    [GeneratedRegex("__[0-9]+$")]
    private static partial Regex Number();
}
