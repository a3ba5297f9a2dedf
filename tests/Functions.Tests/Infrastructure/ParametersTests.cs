using System.Text.Json;
using System.Text.RegularExpressions;
using Serverless.Functions.Tests.Documents;
using YamlDotNet.RepresentationModel;

namespace Serverless.Functions.Tests.Infrastructure;

/// <summary>The parameter table of <c>infra/README.md</c> is what <c>main.bicep</c>, <c>main.bicepparam</c> and <c>azure.yaml</c> say.</summary>
[Collection(nameof(DeploymentCollection))]
public sealed partial class ParametersTests(Deployments deployments)
{
    private const string Secret = "SERVERLESS_ADMIN_KEY";

    private static readonly string[] OfTheEnvironment = ["environmentName", "location"];

    private readonly string[][] table = [.. MarkdownTable.Below(Repository.Read("infra", "README.md"), "## Parameters")];

    [Fact]
    public void Every_parameter_is_in_the_table()
    {
        using var template = JsonDocument.Parse(deployments.Template);
        Assert.Equal(
            template.RootElement.GetProperty("parameters").EnumerateObject().Select(parameter => parameter.Name).Order(StringComparer.Ordinal),
            table.Select(row => row[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_parameter_says_what_it_is_for()
    {
        using var template = JsonDocument.Parse(deployments.Template);
        Assert.All(template.RootElement.GetProperty("parameters").EnumerateObject(), parameter => Assert.True(
            parameter.Value.TryGetProperty("metadata", out var metadata) && metadata.TryGetProperty("description", out _), parameter.Name));
    }

    [Fact]
    public void Every_variable_is_the_one_that_its_parameter_is_read_from() => Assert.All(
        table.Where(row => row[1].Length > 0),
        row => Assert.Contains(Lines().Matches(ParametersFile), line => line.Groups[1].Value == row[0] && line.Groups[2].Value.Contains($"'{row[1]}'", StringComparison.Ordinal)
            || row[0] == "profile" && ParametersFile.Contains($"var named = readEnvironmentVariable('{row[1]}'", StringComparison.Ordinal)));

    [Theory]
    [InlineData("dev", 2)]
    [InlineData("prod", 3)]
    public async Task Every_value_of_a_profile_is_the_one_of_the_table(string profile, int column)
    {
        using var parameters = await deployments.ParametersAsync(new Dictionary<string, string> { ["SERVERLESS_PROFILE"] = profile });
        Assert.All(table.Where(row => row[1].Length > 0 && !OfTheEnvironment.Contains(row[0])), row => Assert.Equal(row[column], Shown(parameters, row[0])));
    }

    // A pipeline sets to nothing what nobody has set.
    [Fact]
    public async Task A_variable_that_is_set_to_nothing_is_not_set()
    {
        using var unset = await deployments.ParametersAsync(new Dictionary<string, string> { ["SERVERLESS_PROFILE"] = "prod" });
        using var empty = await deployments.ParametersAsync(table.Where(row => row[1].Length > 0).ToDictionary(row => row[1], row => row[0] == "profile" ? "prod" : ""));
        Assert.Equal(unset.RootElement.GetRawText(), empty.RootElement.GetRawText());
    }

    [Fact]
    public async Task Lists_are_separated_by_commas()
    {
        using var parameters = await deployments.ParametersAsync(new Dictionary<string, string> { ["SERVERLESS_PROFILE"] = "dev", ["SERVERLESS_BLOCKED_HOSTS"] = "evil.example, .bad.example," });
        Assert.Equal(["evil.example", ".bad.example"], Value(parameters, "blockedHosts").EnumerateArray().Select(host => host.GetString()!));
    }

    [Fact]
    public void A_pipeline_gets_every_variable_but_the_secret()
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(Repository.Read("azure.yaml")));
        var handedOn = ((YamlSequenceNode)stream.Documents[0].RootNode["pipeline"]["variables"]).Select(node => ((YamlScalarNode)node).Value!);
        Assert.Equal(
            table.Select(row => row[1]).Where(name => name.StartsWith("SERVERLESS_", StringComparison.Ordinal) && name != Secret).Order(StringComparer.Ordinal),
            handedOn.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Nothing_is_deployed_without_the_name_of_a_profile()
    {
        BicepCompiler.SkipUnlessRestored();
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => BicepCompiler.RunAsync(
            new Dictionary<string, string> { ["SERVERLESS_PROFILE"] = "" },
            "snapshot", Repository.PathTo("infra", "main.bicepparam"), "--mode", "validate", "--subscription-id", Guid.Empty.ToString(), "--location", "westeurope"));
        Assert.Contains("azd env set SERVERLESS_PROFILE", refusal.Message, StringComparison.Ordinal);
    }

    private static string ParametersFile => Repository.Read("infra", "main.bicepparam");

    private static JsonElement Value(JsonDocument parameters, string name) => parameters.RootElement.GetProperty("parameters").GetProperty(name).GetProperty("value");

    private static string Shown(JsonDocument parameters, string name) => Value(parameters, name) switch
    {
        { ValueKind: JsonValueKind.True } => "true",
        { ValueKind: JsonValueKind.False } => "false",
        { ValueKind: JsonValueKind.Array } list => string.Join(',', list.EnumerateArray().Select(item => item.GetString())),
        var other => other.ToString(),
    };

    [GeneratedRegex(@"^param (\w+) = (.+)$", RegexOptions.Multiline)]
    private static partial Regex Lines();
}
