using System.Text.Json;
using System.Text.RegularExpressions;

namespace Serverless.Functions.Tests.Infrastructure;

/// <summary>No secret, no old protocol, no anonymous door in what is deployed.</summary>
[Collection(nameof(DeploymentCollection))]
public sealed partial class SecureByDefaultTests(Deployments deployments)
{
    private static readonly string[] Secrets = ["AccountKey=", "SharedAccessKey", "primaryKey", "primaryMasterKey", "password="];

    public static TheoryData<string> Profiles => [.. Deployments.Profiles];

    [Fact]
    public void The_compiler_has_nothing_to_say()
    {
        Assert.NotEmpty(deployments.Template);
        Assert.Equal("", deployments.Complaints);
    }

    [Fact]
    public void The_template_asks_for_no_key_of_any_service()
    {
        Assert.Empty(ListFunction().Matches(deployments.Template));
        Assert.All(Secrets, secret => Assert.DoesNotContain(secret, deployments.Template, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void The_admin_key_is_written_into_the_vault_and_nowhere_else(string profile)
    {
        var resources = deployments.Of(profile).SelectMany(group => group).ToArray();
        Assert.DoesNotContain(resources, resource => resource.GetRawText().Contains(Deployments.AdminKey, StringComparison.Ordinal));
        var holders = resources.Where(resource => resource.GetRawText().Contains("parameters('adminKey')", StringComparison.Ordinal));
        Assert.Equal(["Microsoft.KeyVault/vaults/secrets"], holders.Select(resource => resource.GetProperty("type").GetString()!));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Storage_takes_identities_over_tls_and_shows_nothing_to_the_public(string profile)
    {
        var account = Assert.Single(deployments.Of(profile)["Microsoft.Storage/storageAccounts"]).GetProperty("properties");
        Assert.Equal(
            (false, false, true, "TLS1_2"),
            (Flag(account, "allowSharedKeyAccess"), Flag(account, "allowBlobPublicAccess"), Flag(account, "supportsHttpsTrafficOnly"), Text(account, "minimumTlsVersion")));
        Assert.All(
            deployments.Of(profile)["Microsoft.Storage/storageAccounts/blobServices/containers"],
            container => Assert.Equal("None", Text(container.GetProperty("properties"), "publicAccess")));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Every_other_service_takes_identities_alone(string profile)
    {
        var resources = deployments.Of(profile);
        var cosmos = Assert.Single(resources["Microsoft.DocumentDB/databaseAccounts"]).GetProperty("properties");
        Assert.Equal((true, "Tls12", false), (Flag(cosmos, "disableLocalAuth"), Text(cosmos, "minimalTlsVersion"), Flag(cosmos, "enableMultipleWriteLocations")));
        Assert.True(Flag(Assert.Single(resources["Microsoft.Insights/components"]).GetProperty("properties"), "DisableLocalAuth"));
        Assert.True(Flag(Assert.Single(resources["Microsoft.OperationalInsights/workspaces"]).GetProperty("properties").GetProperty("features"), "disableLocalAuth"));
        Assert.True(Flag(Assert.Single(resources["Microsoft.KeyVault/vaults"]).GetProperty("properties"), "enableRbacAuthorization"));
        Assert.NotEmpty(resources["Microsoft.Cache/redisEnterprise"]);
        Assert.All(resources["Microsoft.Cache/redisEnterprise"], redis => Assert.Equal("1.2", Text(redis.GetProperty("properties"), "minimumTlsVersion")));
        Assert.All(
            resources["Microsoft.Cache/redisEnterprise/databases"].Select(redis => redis.GetProperty("properties")),
            redis => Assert.Equal(("Disabled", "Encrypted"), (Text(redis, "accessKeysAuthentication"), Text(redis, "clientProtocol"))));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void The_apps_are_reached_over_tls_and_deployed_with_identities(string profile)
    {
        var resources = deployments.Of(profile);
        Assert.NotEmpty(resources["Microsoft.Web/sites"]);
        Assert.All(resources["Microsoft.Web/sites"].Select(app => app.GetProperty("properties")), app =>
        {
            Assert.True(Flag(app, "httpsOnly"));
            var site = app.GetProperty("siteConfig");
            Assert.Equal(("1.2", "1.2", "Disabled"), (Text(site, "minTlsVersion"), Text(site, "scmMinTlsVersion"), Text(site, "ftpsState")));
            var package = app.GetProperty("functionAppConfig").GetProperty("deployment").GetProperty("storage").GetProperty("authentication");
            Assert.Equal("UserAssignedIdentity", Text(package, "type"));
        });
        var basic = resources["Microsoft.Web/sites/basicPublishingCredentialsPolicies"].ToArray();
        Assert.Equal(2 * resources["Microsoft.Web/sites"].Count(), basic.Length);
        Assert.All(basic, policy => Assert.False(Flag(policy.GetProperty("properties"), "allow")));
    }

    [Fact]
    public void With_private_networking_data_is_reached_through_private_endpoints_alone()
    {
        var resources = deployments.Of("prod");
        string[] types = ["Microsoft.Storage/storageAccounts", "Microsoft.DocumentDB/databaseAccounts", "Microsoft.Cache/redisEnterprise", "Microsoft.KeyVault/vaults"];
        var endpoints = resources["Microsoft.Network/privateEndpoints"].Select(endpoint => endpoint.GetRawText()).ToArray();
        Assert.All(types.SelectMany(type => resources[type]), service =>
        {
            Assert.Equal("Disabled", Text(service.GetProperty("properties"), "publicNetworkAccess"));
            Assert.Contains(endpoints, endpoint => endpoint.Contains(service.GetProperty("id").GetString()!, StringComparison.OrdinalIgnoreCase));
        });
        Assert.All(resources["Microsoft.Web/sites"], app => Assert.Matches("virtualNetworks/vnet-.*subnets\\[0\\]", Text(app.GetProperty("properties"), "virtualNetworkSubnetId")));
    }

    [Fact]
    public void Behind_front_door_the_apps_admit_nobody_else()
    {
        Assert.All(deployments.Of("prod")["Microsoft.Web/sites"], app =>
        {
            var site = app.GetProperty("properties").GetProperty("siteConfig");
            Assert.Equal("Deny", Text(site, "ipSecurityRestrictionsDefaultAction"));
            var rule = Assert.Single(site.GetProperty("ipSecurityRestrictions").EnumerateArray());
            Assert.Equal("AzureFrontDoor.Backend", Text(rule, "ipAddress"));
            Assert.True(rule.GetProperty("headers").TryGetProperty("x-azure-fdid", out _));
        });
    }

    [Theory]
    [InlineData("dev", false)]
    [InlineData("prod", true)]
    public void Only_prod_keeps_the_name_of_a_deleted_vault(string profile, bool keeps)
    {
        var vault = Assert.Single(deployments.Of(profile)["Microsoft.KeyVault/vaults"]).GetProperty("properties");
        // False is refused: it is true or not there.
        Assert.Equal(keeps ? "True" : "", vault.TryGetProperty("enablePurgeProtection", out var kept) && kept.ValueKind != JsonValueKind.Null ? kept.GetBoolean().ToString() : "");
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Who_read_the_key_and_what_storage_and_the_log_answered_is_logged(string profile)
    {
        var settings = deployments.Of(profile)["Microsoft.Insights/diagnosticSettings"].ToArray();
        string[] logged = ["/vaults/", "/databaseAccounts/", "/blobServices/", "/tableServices/", "/queueServices/"];
        Assert.All(logged, service => Assert.Single(settings, setting => setting.GetProperty("id").GetString()!.Contains(service, StringComparison.Ordinal)));
        Assert.All(settings, setting => Assert.Contains("/workspaces/log-", setting.GetProperty("properties").GetProperty("workspaceId").GetString()!, StringComparison.Ordinal));
    }

    private static bool Flag(JsonElement element, string name) => element.GetProperty(name).GetBoolean();

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    // listKeys, listAccountSas, listConnectionStrings and whatever else gives out secrets.
    [GeneratedRegex(@"\blist[A-Z]\w*\(")]
    private static partial Regex ListFunction();
}
