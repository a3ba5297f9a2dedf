using System.Text.Json;

namespace Serverless.Functions.Tests.Infrastructure;

/// <summary>What no profile has, and a parameter adds.</summary>
[Collection(nameof(DeploymentCollection))]
public sealed class OptionalPartsTests(Deployments deployments)
{
    [Fact]
    public async Task A_nat_gateway_gives_webhooks_one_address_without_hiding_the_data()
    {
        using var prediction = await PredictAsync(("SERVERLESS_NAT_GATEWAY", "true"));
        var resources = Of(prediction);
        var gateway = Assert.Single(resources["Microsoft.Network/natGateways"]);
        Assert.Equal("Static", Assert.Single(resources["Microsoft.Network/publicIPAddresses"]).GetProperty("properties").GetProperty("publicIPAllocationMethod").GetString());
        var apps = Assert.Single(resources["Microsoft.Network/virtualNetworks"]).GetProperty("properties").GetProperty("subnets")[0].GetProperty("properties");
        Assert.Equal(gateway.GetProperty("id").GetString(), apps.GetProperty("natGateway").GetProperty("id").GetString());
        Assert.False(apps.GetProperty("defaultOutboundAccess").GetBoolean());
        Assert.All(resources["Microsoft.Web/sites"], app => Assert.Contains("subnets[0]", app.GetProperty("properties").GetProperty("virtualNetworkSubnetId").GetString(), StringComparison.Ordinal));
        Assert.Empty(resources["Microsoft.Network/privateEndpoints"]);
        Assert.Equal("Enabled", Assert.Single(resources["Microsoft.Storage/storageAccounts"]).GetProperty("properties").GetProperty("publicNetworkAccess").GetString());
    }

    [Theory]
    [InlineData("Standard", 0)]
    [InlineData("Premium", 2)]
    public async Task A_firewall_stands_before_every_domain(string tier, int maintainedRuleSets)
    {
        using var prediction = await PredictAsync(
            ("SERVERLESS_FRONT_DOOR", "true"), ("SERVERLESS_FRONT_DOOR_TIER", tier), ("SERVERLESS_FIREWALL", "Prevention"), ("SERVERLESS_FIREWALL_REQUESTS", "600"), ("SERVERLESS_SHORT_DOMAIN", "sho.rt"));
        var resources = Of(prediction);
        var policy = Assert.Single(resources["Microsoft.Network/FrontDoorWebApplicationFirewallPolicies"]);
        Assert.Equal(policy.GetProperty("sku").GetRawText(), Assert.Single(resources["Microsoft.Cdn/profiles"]).GetProperty("sku").GetRawText());
        var properties = policy.GetProperty("properties");
        Assert.Equal("Prevention", properties.GetProperty("policySettings").GetProperty("mode").GetString());
        Assert.Equal(maintainedRuleSets, properties.GetProperty("managedRules").GetProperty("managedRuleSets").GetArrayLength());
        Assert.Equal(600, Assert.Single(properties.GetProperty("customRules").GetProperty("rules").EnumerateArray()).GetProperty("rateLimitThreshold").GetInt32());
        var association = Assert.Single(resources["Microsoft.Cdn/profiles/securityPolicies"]).GetProperty("properties").GetProperty("parameters").GetProperty("associations")[0];
        Assert.Equal(
            resources["Microsoft.Cdn/profiles/afdEndpoints"].Concat(resources["Microsoft.Cdn/profiles/customDomains"]).Select(domain => domain.GetProperty("id").GetString()),
            association.GetProperty("domains").EnumerateArray().Select(domain => domain.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task Accounts_for_links_are_entered_by_every_app_and_by_nobody_else()
    {
        using var prediction = await PredictAsync(
            ("SERVERLESS_LINK_ACCOUNTS", "3"), ("SERVERLESS_SPLIT_APPS", "true"), ("SERVERLESS_PRIVATE_NETWORKING", "true"), ("SERVERLESS_DATA_LOGS", "true"));
        var resources = Of(prediction);
        var accounts = resources["Microsoft.Storage/storageAccounts"].Where(account => account.GetProperty("name").GetString()!.StartsWith("stlinks", StringComparison.Ordinal)).ToArray();
        var names = accounts.Select(account => account.GetProperty("name").GetString()!).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(3, names.Length);
        Assert.All(accounts, account => Assert.Equal(
            ("Disabled", false, "TLS1_2"),
            (account.GetProperty("properties").GetProperty("publicNetworkAccess").GetString(), account.GetProperty("properties").GetProperty("allowSharedKeyAccess").GetBoolean(), account.GetProperty("properties").GetProperty("minimumTlsVersion").GetString())));
        var settings = resources["Microsoft.Web/sites/config"].Where(config => config.GetProperty("name").GetString()!.EndsWith("appsettings", StringComparison.Ordinal)).ToArray();
        Assert.Equal(4, settings.Length);
        Assert.All(settings, config => Assert.Equal(names, Enumerable.Range(0, 3).Select(i => config.GetProperty("properties").GetProperty($"Storage__Links__{i}").GetString())));
        foreach (var name in names)
        {
            Assert.Equal(
                ["Clicks", "Links", "LinksByExpiry", "LinksByLabel", "LinksByOwner"],
                resources["Microsoft.Storage/storageAccounts/tableServices/tables"].Select(table => table.GetProperty("id").GetString()!).Where(id => id.Contains($"/{name}/", StringComparison.Ordinal)).Select(id => id.Split('/')[^1]).Order(StringComparer.Ordinal));
            Assert.Equal(4, resources["Microsoft.Authorization/roleAssignments"].Count(assignment => assignment.GetRawText().Contains(name, StringComparison.Ordinal)));
            Assert.Single(resources["Microsoft.Network/privateEndpoints"], endpoint => endpoint.GetRawText().Contains(name, StringComparison.Ordinal));
            Assert.Single(resources["Microsoft.Insights/diagnosticSettings"], setting => setting.GetProperty("id").GetString()!.Contains(name, StringComparison.Ordinal));
            Assert.Single(resources["Microsoft.Insights/metricAlerts"], alert => alert.GetRawText().Contains(name, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("", 0, 1)]
    [InlineData("me@example.com", 1, 0)]
    public async Task A_budget_tells_somebody(string email, int addresses, int roles)
    {
        using var prediction = await PredictAsync(("SERVERLESS_MONTHLY_BUDGET", "100"), ("SERVERLESS_BUDGET_START", "2026-11-01"), ("SERVERLESS_ALERT_EMAIL", email));
        var budget = Assert.Single(Of(prediction)["Microsoft.Consumption/budgets"]).GetProperty("properties");
        Assert.Equal((100, "2026-11-01"), (budget.GetProperty("amount").GetInt32(), budget.GetProperty("timePeriod").GetProperty("startDate").GetString()));
        var notifications = budget.GetProperty("notifications").EnumerateObject().Select(notification => notification.Value).ToArray();
        Assert.Equal(3, notifications.Length);
        Assert.All(notifications, notification => Assert.Equal((addresses, roles), (notification.GetProperty("contactEmails").GetArrayLength(), notification.GetProperty("contactRoles").GetArrayLength())));
    }

    [Theory]
    [InlineData("false", 0)]
    [InlineData("true", 3)]
    public async Task Reads_and_writes_are_logged_when_asked_for(string asked, int categories)
    {
        using var prediction = await PredictAsync(("SERVERLESS_DATA_LOGS", asked));
        var storage = Of(prediction)["Microsoft.Insights/diagnosticSettings"].Where(setting => setting.GetProperty("id").GetString()!.Contains("/storageAccounts/", StringComparison.Ordinal)).ToArray();
        Assert.Equal(3, storage.Length);
        Assert.All(storage, setting => Assert.Equal(categories, setting.GetProperty("properties").GetProperty("logs").GetArrayLength()));
    }

    [Theory]
    [InlineData("false", new string[0])]
    [InlineData("true", new[] { "limiter", "messages", "shortener" })]
    public async Task Only_an_app_that_forwards_delivers_what_it_has_published(string split, string[] others)
    {
        using var prediction = await PredictAsync(("SERVERLESS_SPLIT_APPS", split));
        var settings = Of(prediction)["Microsoft.Web/sites/config"].Where(config => config.GetProperty("name").GetString()!.EndsWith("appsettings", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(settings);
        var silent = settings.Where(config => config.GetProperty("properties").TryGetProperty("Push__Inline", out var inline) && inline.GetString() == "0");
        Assert.Equal(others, silent.Select(config => config.GetProperty("name").GetString()!.Split('-')[1]).Order());
    }

    private static ILookup<string, JsonElement> Of(JsonDocument prediction) =>
        prediction.RootElement.GetProperty("predictedResources").EnumerateArray().ToLookup(resource => resource.GetProperty("type").GetString()!);

    private Task<JsonDocument> PredictAsync(params (string Name, string Value)[] variables) =>
        deployments.PredictAsync(variables.Append(("SERVERLESS_PROFILE", "dev")).ToDictionary(variable => variable.Item1, variable => variable.Item2));
}
