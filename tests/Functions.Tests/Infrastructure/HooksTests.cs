using Serverless.Functions.Tests.Documents;
using YamlDotNet.RepresentationModel;

namespace Serverless.Functions.Tests.Infrastructure;

/// <summary>What azd does around a deployment changes nothing of an environment that exists, whatever the machine knows of it.</summary>
public sealed class HooksTests
{
    private const string BeforeProvision = "before-provision.sh";
    private const string Group = "rg-test";
    private const string Vaults = $"{Group}_providers_Microsoft.KeyVault_vaults";
    private const string Key = $"{Vaults}_kv-abc123_secrets_admin-key";
    private const string Budget = $"{Group}_providers_Microsoft.Consumption_budgets_serverless";

    private const string ProdGroup = """{"id":"/subscriptions/sub/resourceGroups/rg-test","name":"rg-test","tags":{"azd-env-name":"test","serverless-profile":"prod"}}""";
    private const string OneVault = """{"value":[{"id":"...","name":"kv-abc123","properties":{"sku":{"family":"A","name":"standard"}}}]}""";

    [Fact]
    public async Task A_new_environment_gets_the_small_profile_and_a_key()
    {
        using var run = new HookRun();
        Assert.True(await run.RunAsync(BeforeProvision) == 0, run.Said);
        Assert.Equal("dev", run.Set["SERVERLESS_PROFILE"]);
        Assert.Matches("^[!-~]{48}$", run.Set["SERVERLESS_ADMIN_KEY"]);
    }

    [Fact]
    public async Task Two_environments_get_two_keys()
    {
        using HookRun one = new(), other = new();
        await one.RunAsync(BeforeProvision);
        await other.RunAsync(BeforeProvision);
        Assert.NotEqual(one.Set["SERVERLESS_ADMIN_KEY"], other.Set["SERVERLESS_ADMIN_KEY"]);
    }

    [Fact]
    public async Task A_machine_that_does_not_know_the_profile_of_an_environment_is_told_it_and_stopped()
    {
        using var run = new HookRun().Answer(Group, 200, ProdGroup).Answer(Vaults, 200, OneVault).Answer(Key, 200, "{}");
        Assert.Equal(1, await run.RunAsync(BeforeProvision));
        Assert.Contains("azd env set SERVERLESS_PROFILE prod", run.Said, StringComparison.Ordinal);
        Assert.Empty(run.Set);
    }

    [Fact]
    public async Task The_key_of_an_environment_stays_on_a_machine_that_never_saw_it()
    {
        using var run = new HookRun().With("SERVERLESS_PROFILE", "prod").Answer(Group, 200, ProdGroup).Answer(Vaults, 200, OneVault).Answer(Key, 200, "{}");
        Assert.True(await run.RunAsync(BeforeProvision) == 0, run.Said);
        Assert.Empty(run.Set);
    }

    [Fact]
    public async Task An_answer_on_many_lines_is_understood_too()
    {
        using var run = new HookRun().With("SERVERLESS_PROFILE", "prod")
            .Answer(Group, 200, ProdGroup)
            .Answer(Vaults, 200, """
                {
                  "value": [
                    { "name": "kv-other1" },
                    { "name": "kv-abc123" }
                  ]
                }
                """)
            .Answer(Key, 200, "{}");
        Assert.True(await run.RunAsync(BeforeProvision) == 0, run.Said);
        Assert.Empty(run.Set);
    }

    [Theory]
    [InlineData("""{"value":[]}""")]
    [InlineData(OneVault)]
    public async Task An_environment_that_was_left_half_made_gets_the_key_that_it_lacks(string vaults)
    {
        using var run = new HookRun().With("SERVERLESS_PROFILE", "prod").Answer(Group, 200, ProdGroup).Answer(Vaults, 200, vaults);
        Assert.True(await run.RunAsync(BeforeProvision) == 0, run.Said);
        Assert.Equal(["SERVERLESS_ADMIN_KEY"], run.Set.Keys);
    }

    [Fact]
    public async Task A_key_that_was_chosen_is_kept()
    {
        using var run = new HookRun().With("SERVERLESS_PROFILE", "dev").With("SERVERLESS_ADMIN_KEY", "chosen");
        Assert.True(await run.RunAsync(BeforeProvision) == 0, run.Said);
        Assert.Empty(run.Set);
    }

    [Theory]
    [InlineData(Group, 403)]
    [InlineData(Vaults, 500)]
    [InlineData(Key, 403)]
    [InlineData(Budget, 429)]
    public async Task Whoever_gets_no_answer_changes_nothing_more(string path, int status)
    {
        using var run = new HookRun().With("SERVERLESS_PROFILE", "prod").With("SERVERLESS_MONTHLY_BUDGET", "100")
            .Answer(Group, 200, ProdGroup).Answer(Vaults, 200, OneVault).Answer(Key, 200, "{}").Answer(path, status, """{"error":"why"}""");
        Assert.NotEqual(0, await run.RunAsync(BeforeProvision));
        Assert.Contains($"Azure answered {status}", run.Said, StringComparison.Ordinal);
        Assert.Contains("why", run.Said, StringComparison.Ordinal);
        Assert.Empty(run.Set);
    }

    [Fact]
    public async Task A_new_budget_begins_with_a_month()
    {
        using var run = new HookRun().With("SERVERLESS_MONTHLY_BUDGET", "100");
        Assert.True(await run.RunAsync(BeforeProvision) == 0, run.Said);
        Assert.Matches("^[0-9]{4}-[0-9]{2}-01$", run.Set["SERVERLESS_BUDGET_START"]);
    }

    [Theory]
    [InlineData("""{"name":"serverless","properties":{"timePeriod":{"startDate":"2025-03-01T00:00:00Z","endDate":"2035-03-01T00:00:00Z"}}}""")]
    [InlineData("""{ "properties": { "timePeriod": { "endDate": "2035-03-01", "startDate": "2025-03-01" } } }""")]
    public async Task A_budget_keeps_the_month_that_it_began_in(string budget)
    {
        using var run = new HookRun().With("SERVERLESS_PROFILE", "prod").With("SERVERLESS_MONTHLY_BUDGET", "100")
            .Answer(Group, 200, ProdGroup).Answer(Vaults, 200, OneVault).Answer(Key, 200, "{}").Answer(Budget, 200, budget);
        Assert.True(await run.RunAsync(BeforeProvision) == 0, run.Said);
        Assert.Equal(new Dictionary<string, string> { ["SERVERLESS_BUDGET_START"] = "2025-03-01" }, run.Set);
    }

    [Fact]
    public async Task Without_a_subscription_nothing_is_known_and_nothing_done()
    {
        using var run = new HookRun().With("AZURE_SUBSCRIPTION_ID", "");
        Assert.Equal(1, await run.RunAsync(BeforeProvision));
        Assert.Contains("AZURE_SUBSCRIPTION_ID", run.Said, StringComparison.Ordinal);
        Assert.Empty(run.Set);
    }

    [Fact]
    public async Task The_token_is_on_no_command_line()
    {
        using var run = new HookRun();
        await run.RunAsync(BeforeProvision);
        Assert.NotEmpty(run.Asked);
        Assert.All(run.Asked, command => Assert.DoesNotContain(HookRun.Token, command, StringComparison.Ordinal));
        Assert.DoesNotContain(HookRun.Token, run.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_other_app_gets_the_package()
    {
        using var run = new HookRun().With("OTHER_APP_NAMES", "func-limiter-x func-messages-x").With("AZURE_RESOURCE_GROUP", Group);
        Assert.True(await run.RunAsync("deploy-others.sh") == 0, run.Said);
        Assert.Equal(["dotnet", "zip", "az", "az"], run.Called.Select(call => call.Split(' ')[0]));
        Assert.Equal(["func-limiter-x", "func-messages-x"], run.Called.TakeLast(2).Select(call => call.Split("--name ")[1].Split(' ')[0]));
    }

    [Fact]
    public async Task One_app_needs_no_other_tool()
    {
        using var run = new HookRun().With("OTHER_APP_NAMES", "");
        Assert.True(await run.RunAsync("deploy-others.sh") == 0, run.Said);
        Assert.Empty(run.Called);
    }

    [Fact]
    public void Every_hook_has_a_script_for_each_system_and_the_project_is_the_one_that_azd_deploys()
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(Repository.Read("azure.yaml")));
        var root = stream.Documents[0].RootNode;
        var hooks = ((YamlMappingNode)root["hooks"]).Children.Values.Cast<YamlMappingNode>().ToArray();
        Assert.NotEmpty(hooks);
        Assert.All(hooks, hook => Assert.Equal(("sh", "pwsh"), (Text(hook["posix"]["shell"]), Text(hook["windows"]["shell"]))));
        var scripts = hooks.SelectMany(hook => new[] { Text(hook["posix"]["run"]), Text(hook["windows"]["run"]) }).Where(run => run.StartsWith("infra/", StringComparison.Ordinal)).ToArray();
        Assert.Equal(4, scripts.Length);
        Assert.All(scripts, script => Assert.True(File.Exists(Repository.PathTo(script)), script));
        var project = Text(root["services"]["app"]["project"]);
        Assert.All(scripts.Where(script => script.Contains("deploy-others", StringComparison.Ordinal)), script => Assert.Contains($"dotnet publish {project} ", Repository.Read(script), StringComparison.Ordinal));
        Assert.All(scripts, script => Assert.DoesNotContain("python", Repository.Read(script), StringComparison.Ordinal));
    }

    private static string Text(YamlNode node) => ((YamlScalarNode)node).Value!;
}
