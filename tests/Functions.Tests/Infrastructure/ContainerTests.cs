using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.Extensions.Configuration;
using Serverless.Core;
using Serverless.Core.Azure;
using Serverless.Core.Redis;
using Serverless.Functions.Tests.Documents;
using Serverless.LocalHost.Hosting;
using YamlDotNet.RepresentationModel;

namespace Serverless.Functions.Tests.Infrastructure;

/// <summary>What can be told of <c>compose.yaml</c>, <c>azure.yaml</c> and the <c>Dockerfile</c> without Docker and without azd.</summary>
public sealed partial class ContainerTests
{
    [Fact]
    public void Compose_gives_the_app_what_it_reads_and_the_rights_it_needs()
    {
        var services = (YamlMappingNode)Load("compose.yaml")["services"];
        Assert.Equal(["app", "azurite", "cosmos", "counters", "cache"], services.Children.Keys.Select(name => ((YamlScalarNode)name).Value));
        var app = services["app"];
        Assert.Equal("true", Text(app["read_only"]));
        Assert.Equal("ALL", Text(((YamlSequenceNode)app["cap_drop"])[0]));
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(((YamlMappingNode)app["environment"]).ToDictionary(
            setting => Text(setting.Key)!.Replace("__", ":", StringComparison.Ordinal),
            setting => Text(setting.Value))).Build();
        var storage = AzureStorageAddress.Parse(AzureStorageSetting.Find(configuration)!);
        var (tables, queues, blobs) = AzureStorageClients.Create(storage);
        Assert.Equal(("azurite", "azurite", "azurite"), (tables.Uri.Host, queues.Uri.Host, blobs.Uri.Host));
        Assert.Equal("counters:6379", RedisAddress.Find(configuration, RedisAddress.Counters)!.Configuration);
        Assert.Equal("cache:6379", RedisAddress.Find(configuration, RedisAddress.Cache)!.Configuration);
    }

    [Fact]
    public void Nothing_of_compose_is_reached_from_other_machines()
    {
        var services = (YamlMappingNode)Load("compose.yaml")["services"];
        var ports = services.Children.Values.OfType<YamlMappingNode>().SelectMany(service => service.Children.TryGetValue("ports", out var all) ? (YamlSequenceNode)all : []).Select(Text).ToArray();
        Assert.NotEmpty(ports);
        Assert.All(ports, port => Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal));
    }

    [Fact]
    public void Azd_deploys_the_functions_project_with_the_template()
    {
        var azure = Load("azure.yaml");
        var (infra, app) = (azure["infra"], azure["services"]["app"]);
        Assert.True(File.Exists(Repository.PathTo(Text(infra["path"])!, $"{Text(infra["module"])}.bicep")));
        Assert.True(File.Exists(Repository.PathTo(Text(app["project"])!, "FunctionApp.csproj")));
        Assert.Equal(("dotnet", "function"), (Text(app["language"]), Text(app["host"])));
    }

    [Fact]
    public void The_image_runs_as_nobody_and_copies_what_exists()
    {
        var file = Repository.Read("Dockerfile");
        var admitted = Repository.Read(".dockerignore").Split('\n');
        Assert.Contains("USER $APP_UID", file, StringComparison.Ordinal);
        var copied = CopiedFromHere().Matches(file).SelectMany(copy => copy.Groups[1].Value.Split(' ')[..^1]).ToArray();
        Assert.NotEmpty(copied);
        Assert.All(copied, path =>
        {
            Assert.True(Path.Exists(Repository.PathTo(path)), path);
            Assert.Contains($"!{path.Split('/')[0]}", admitted);
        });
    }

    [Theory]
    [InlineData("Network:AllowedAddresses")]
    [InlineData("Network:TrustedProxies")]
    [InlineData("Gateway:AllowedHosts")]
    public void The_image_allows_no_address_of_the_machine_unless_told_otherwise(string list)
    {
        var defaults = LocalConfiguration.Read([]);
        Assert.NotEmpty(ListSetting.Read(defaults, list));
        var variables = Variable().Matches(Repository.Read("Dockerfile")).Select(variable => KeyValuePair.Create(variable.Groups[1].Value.Replace("__", ":", StringComparison.Ordinal), (string?)variable.Groups[2].Value));
        var image = new ConfigurationBuilder().AddConfiguration(defaults).AddInMemoryCollection(variables).Build();
        Assert.Empty(ListSetting.Read(image, list));
        var told = new ConfigurationBuilder().AddConfiguration(image).AddInMemoryCollection([new($"{list}:0", "10.0.0.0/8")]).Build();
        Assert.Equal(["10.0.0.0/8"], ListSetting.Read(told, list));
    }

    [GeneratedRegex(@"^(?:ENV)?\s+([A-Za-z]+__[A-Za-z_]+)=([^\s\\]*)", RegexOptions.Multiline)]
    private static partial Regex Variable();

    [Fact]
    public void The_image_asks_itself_whether_it_lives_where_it_listens()
    {
        var file = Repository.Read("Dockerfile");
        using var command = JsonDocument.Parse(HealthCommand().Match(file).Groups[1].Value);
        string[] parts = [.. command.RootElement.EnumerateArray().Select(part => part.GetString()!)];
        Assert.Contains($"ENTRYPOINT [\"{parts[0]}\"]", file, StringComparison.Ordinal);
        Assert.Equal(("./Serverless.LocalHost", "--health"), (parts[0], parts[1]));
        Assert.Contains($"Urls=http://0.0.0.0:{new Uri(parts[2]).Port}", file, StringComparison.Ordinal);
    }

    [Fact]
    public void The_image_copies_every_folder_that_its_projects_refer_to()
    {
        var copied = CopiedFromHere().Matches(Repository.Read("Dockerfile")).SelectMany(copy => copy.Groups[1].Value.Split(' ')[..^1]).ToHashSet();
        var needed = copied.Where(path => path.StartsWith("src/", StringComparison.Ordinal))
            .SelectMany(folder => Directory.EnumerateFiles(Repository.PathTo(folder), "*.csproj"))
            .SelectMany(project => XDocument.Load(project).Descendants().Attributes())
            .Where(attribute => attribute.Name.LocalName is "Include" or "Project" && attribute.Value.StartsWith("../", StringComparison.Ordinal) && !attribute.Value.StartsWith("../../", StringComparison.Ordinal))
            .Select(attribute => "src/" + attribute.Value.Split('/')[1])
            .Where(folder => Directory.Exists(Repository.PathTo(folder)))
            .ToHashSet();
        Assert.Contains("src/Console", needed);
        Assert.Subset(copied, needed);
    }

    private static YamlMappingNode Load(string file)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(Repository.Read(file)));
        return (YamlMappingNode)Assert.Single(stream.Documents).RootNode;
    }

    private static string? Text(YamlNode node) => ((YamlScalarNode)node).Value;

    [GeneratedRegex("HEALTHCHECK .*CMD (.+)$", RegexOptions.Multiline)]
    private static partial Regex HealthCommand();

    [GeneratedRegex("^COPY (?!--)(.+)$", RegexOptions.Multiline)]
    private static partial Regex CopiedFromHere();
}
