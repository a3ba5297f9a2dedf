using System.Text.Json;
using System.Text.RegularExpressions;
using Serverless.Functions.Tests.Documents;
using YamlDotNet.RepresentationModel;

namespace Serverless.Functions.Tests.Infrastructure;

/// <summary>What can be told of the Dev Container without Docker.</summary>
public sealed partial class DevContainerTests
{
    private const string Folder = ".devcontainer";

    private static readonly JsonDocumentOptions WithComments = new() { CommentHandling = JsonCommentHandling.Skip };

    [Fact]
    public void Every_file_and_service_that_it_names_exists()
    {
        using var container = JsonDocument.Parse(Repository.Read(Folder, "devcontainer.json"), WithComments);
        var files = container.RootElement.GetProperty("dockerComposeFile").EnumerateArray().Select(file => file.GetString()!).ToArray();
        string?[] services = [.. files.SelectMany(file => Services(Path.Combine(Folder, file)))];
        Assert.Contains(container.RootElement.GetProperty("service").GetString(), services);
        Assert.Subset(services.ToHashSet(), container.RootElement.GetProperty("runServices").EnumerateArray().Select(service => service.GetString()).ToHashSet());
        Assert.True(File.Exists(Repository.PathTo(container.RootElement.GetProperty("postCreateCommand").GetString()!)));
    }

    /// <summary>The real host, started there, uses what the container of the application uses.</summary>
    [Fact]
    public void Its_settings_are_those_of_compose()
    {
        using var settings = JsonDocument.Parse(Repository.Read(Folder, "local.settings.json"));
        var values = settings.RootElement.GetProperty("Values").EnumerateObject().ToDictionary(value => value.Name, value => value.Value.GetString());
        var compose = Environment();
        Assert.Equal(compose["Storage"], values["AzureWebJobsStorage"]);
        Assert.All(["Cosmos", "Cosmos__CreateContainers", "Redis__Counters", "Redis__Cache"], name => Assert.Equal(compose[name], values[name]));
        using var sample = JsonDocument.Parse(Repository.Read("local.settings.sample.json"));
        Assert.Subset(values.Keys.ToHashSet(), sample.RootElement.GetProperty("Values").EnumerateObject().Select(value => value.Name).ToHashSet());
    }

    [Fact]
    public void The_projects_that_it_builds_exist() => Assert.All(
        Built().Matches(Repository.Read(Folder, "prepare")),
        build => Assert.True(Directory.Exists(Repository.PathTo(build.Groups[1].Value)), build.Value));

    private static IEnumerable<string> Services(string file) => ((YamlMappingNode)Load(file)["services"]).Children.Keys.Select(name => ((YamlScalarNode)name).Value!);

    private static Dictionary<string, string> Environment() =>
        ((YamlMappingNode)Load("compose.yaml")["services"]["app"]["environment"]).ToDictionary(setting => ((YamlScalarNode)setting.Key).Value!, setting => ((YamlScalarNode)setting.Value).Value!);

    private static YamlNode Load(string file)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(Repository.Read(file)));
        return stream.Documents[0].RootNode;
    }

    [GeneratedRegex(@"dotnet build (\S+)")]
    private static partial Regex Built();
}
