using System.Text.Json;
using System.Xml.Linq;
using Serverless.Functions.Tests.Documents;

namespace Serverless.Functions.Tests.Rules;

/// <summary><c>docs/functions.md</c> shows what is deployed: a route or a schedule can't change without being seen there.</summary>
public sealed class FunctionsPageTests
{
    private static readonly string Page = Repository.Read("docs", "functions.md");
    private static readonly string[] ItemNames = ["FrameworkReference", "None", "PackageReference", "ProjectReference"];

    [Fact]
    public void The_page_lists_every_function_with_its_trigger_and_its_app() => Assert.Equal(
        FunctionDeclaration.All.Select(function => $"{function.Name} | {function.Trigger} | {function.Listens} | {AppSplit.AppOf(function.Name)}"),
        Rows("## Functions", cells: 4));

    [Fact]
    public void Every_function_belongs_to_one_app_or_to_every_app()
    {
        Assert.Equal([AppSplit.Every, .. AppSplit.Apps], AppSplit.Functions.Keys.OrderBy(app => app != AppSplit.Every).ThenBy(app => app, StringComparer.Ordinal));
        Assert.Equal(
            FunctionDeclaration.All.Select(function => function.Name),
            AppSplit.Functions.Values.SelectMany(names => names).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_queue_has_a_function_for_the_messages_that_failed_in_the_same_app()
    {
        var queues = FunctionDeclaration.All.Where(function => function.Trigger == "queue").ToDictionary(function => function.Listens);
        Assert.All(
            queues.Values.Where(function => !function.Listens.EndsWith("-poison", StringComparison.Ordinal)),
            function => Assert.Equal(AppSplit.AppOf(function.Name), AppSplit.AppOf(queues[function.Listens + "-poison"].Name)));
    }

    [Fact]
    public void The_page_lists_what_the_project_is_made_of()
    {
        var project = XDocument.Parse(Repository.Read("src", "FunctionApp", "FunctionApp.csproj"));
        var versions = XDocument.Parse(Repository.Read("Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(package => package.Attribute("Include")!.Value, package => package.Attribute("Version")!.Value);
        var items = project.Descendants().Where(item => ItemNames.Contains(item.Name.LocalName)).Select(item =>
        {
            var include = item.Attribute("Include")!.Value;
            var rest = item.Name.LocalName == "PackageReference"
                ? versions[include]
                : string.Join(", ", item.Attributes().Where(attribute => attribute.Name != "Include").Select(attribute => $"{attribute.Name}={attribute.Value}"));
            return $"{item.Name.LocalName} | {include} | {rest}";
        });
        Assert.Equal(items.Order(StringComparer.Ordinal), Rows("## The project", cells: 3));
    }

    [Fact]
    public void The_page_gives_the_reason_of_every_setting_of_the_host()
    {
        var settings = Flatten("", JsonDocument.Parse(Repository.Read("host.json")).RootElement).Select(setting => $"{setting.Key} | {setting.Value}");
        Assert.Equal(settings.Order(StringComparer.Ordinal), Rows("## The host's settings", cells: 2));
        Assert.All(MarkdownTable.Below(Page, "## The host's settings"), row => Assert.NotEmpty(row[2]));
    }

    private static IEnumerable<string> Rows(string heading, int cells) =>
        MarkdownTable.Below(Page, heading).Select(row => string.Join(" | ", row.Take(cells)));

    private static IEnumerable<KeyValuePair<string, string>> Flatten(string path, JsonElement element) => element.ValueKind == JsonValueKind.Object
        ? element.EnumerateObject().SelectMany(property => Flatten(path.Length == 0 ? property.Name : $"{path}.{property.Name}", property.Value))
        : [new(path, element.ToString())];
}
