using System.Globalization;
using System.Text.Json;

namespace Serverless.Functions.Tests.Infrastructure;

/// <summary>What each profile promises of the apps: what they survive, and what one request can take from another.</summary>
[Collection(nameof(DeploymentCollection))]
public sealed class AvailabilityTests(Deployments deployments)
{
    private const int MB = 1048576;

    [Fact]
    public void In_prod_everything_survives_the_loss_of_a_zone()
    {
        var resources = deployments.Of("prod");
        Assert.All(resources["Microsoft.Web/serverfarms"], plan => Assert.True(plan.GetProperty("properties").GetProperty("zoneRedundant").GetBoolean()));
        Assert.EndsWith("ZRS", Assert.Single(resources["Microsoft.Storage/storageAccounts"]).GetProperty("sku").GetProperty("name").GetString(), StringComparison.Ordinal);
        Assert.All(
            Assert.Single(resources["Microsoft.DocumentDB/databaseAccounts"]).GetProperty("properties").GetProperty("locations").EnumerateArray(),
            region => Assert.True(region.GetProperty("isZoneRedundant").GetBoolean()));
        Assert.All(resources["Microsoft.Cache/redisEnterprise"], redis => Assert.Equal("Enabled", redis.GetProperty("properties").GetProperty("highAvailability").GetString()));
        // One instance would be in one zone.
        Assert.All(resources["Microsoft.Web/sites"], app => Assert.InRange(AlwaysReady(app), 2, int.MaxValue));
    }

    [Fact]
    public void In_dev_nothing_is_paid_for_twice()
    {
        var resources = deployments.Of("dev");
        Assert.All(resources["Microsoft.Web/serverfarms"], plan => Assert.False(plan.GetProperty("properties").GetProperty("zoneRedundant").GetBoolean()));
        Assert.All(resources["Microsoft.Web/sites"], app => Assert.Equal(0, AlwaysReady(app)));
        Assert.Empty(resources["Microsoft.Network/natGateways"]);
        Assert.Empty(resources["Microsoft.Consumption/budgets"]);
    }

    /// <summary>One budget of requests at once would let waiting pulls keep redirects and checks waiting.</summary>
    [Fact]
    public void In_prod_redirects_checks_pulls_and_deliveries_share_no_instance() =>
        Assert.Equal(4, deployments.Of("prod")["Microsoft.Web/sites"].Count());

    [Theory]
    [InlineData("prod", "limiter", 10)]
    [InlineData("prod", "shortener", 2)]
    [InlineData("prod", "messages", 2)]
    [InlineData("prod", "delivery", 2)]
    [InlineData("dev", "app", 10)]
    public void The_host_reads_no_larger_body_than_its_app_has_a_use_for(string profile, string app, int megabytes) =>
        Assert.Equal((megabytes * MB).ToString(CultureInfo.InvariantCulture), deployments.SettingsOf(profile, app)["FUNCTIONS_REQUEST_BODY_SIZE_LIMIT"]);

    [Fact]
    public void Front_door_takes_the_hosts_own_header_from_every_request()
    {
        var resources = deployments.Of("prod");
        var rule = Assert.Single(resources["Microsoft.Cdn/profiles/ruleSets/rules"]);
        var properties = rule.GetProperty("properties");
        var action = Assert.Single(properties.GetProperty("actions").EnumerateArray()).GetProperty("parameters");
        Assert.Empty(properties.GetProperty("conditions").EnumerateArray());
        Assert.Equal(("Delete", "x-ms-invocation-id"), (action.GetProperty("headerAction").GetString(), action.GetProperty("headerName").GetString()));
        var ruleSet = Assert.Single(resources["Microsoft.Cdn/profiles/ruleSets"]).GetProperty("id").GetString()!;
        Assert.StartsWith(ruleSet, rule.GetProperty("id").GetString(), StringComparison.Ordinal);
        Assert.Equal(3, resources["Microsoft.Cdn/profiles/afdEndpoints/routes"].Count());
        Assert.All(resources["Microsoft.Cdn/profiles/afdEndpoints/routes"], route =>
            Assert.Equal(ruleSet, Assert.Single(route.GetProperty("properties").GetProperty("ruleSets").EnumerateArray()).GetProperty("id").GetString()));
    }

    private static int AlwaysReady(JsonElement app) => app.GetProperty("properties").GetProperty("functionAppConfig").GetProperty("scaleAndConcurrency").GetProperty("alwaysReady")
        .EnumerateArray().Sum(group => group.GetProperty("instanceCount").GetInt32());
}
