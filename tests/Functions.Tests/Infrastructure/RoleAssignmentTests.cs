using System.Text.Json;
using System.Text.RegularExpressions;
using Serverless.Functions.Tests.Documents;
using Serverless.Functions.Tests.Rules;

namespace Serverless.Functions.Tests.Infrastructure;

/// <summary>Every right that an app has is in the table of <c>infra/README.md</c> with its reason, and the table has no other.</summary>
[Collection(nameof(DeploymentCollection))]
public sealed partial class RoleAssignmentTests(Deployments deployments)
{
    private const string WholeAccess = "default";
    private const string Deployer = "deployer";

    private static readonly string[] AssignmentTypes =
    [
        "Microsoft.Authorization/roleAssignments",
        "Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments",
        "Microsoft.Cache/redisEnterprise/databases/accessPolicyAssignments",
    ];

    private readonly string[][] table = [.. MarkdownTable.Below(Repository.Read("infra", "README.md"), "## Who may do what")];

    [Fact]
    public void Every_assignment_is_justified_and_every_justified_one_is_made()
    {
        var made = AssignmentTypes.SelectMany(type => deployments.Of("prod")[type])
            .GroupBy(assignment => (Right: RoleAndScope(assignment), IsDeployer: AppOf(assignment) == Deployer)).Select(group => $"{group.Key.Right} | {string.Join(' ', group.Select(AppOf).Distinct().Order(StringComparer.Ordinal))}");
        Assert.Equal(
            made.Order(StringComparer.Ordinal),
            table.Select(row => $"{row[1]} | {row[2]} | {(row[3] == AppSplit.Every ? string.Join(' ', AppSplit.Apps) : row[3])}").Order(StringComparer.Ordinal));
        Assert.All(table, row => Assert.True(row[4].Length > 20, $"{row[0]} needs a reason."));
    }

    [Fact]
    public void One_app_has_the_rights_of_the_four()
    {
        Assert.Equal(
            AssignmentTypes.SelectMany(type => deployments.Of("prod")[type]).Select(RoleAndScope).Where(role => !role.Contains("cache", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal),
            AssignmentTypes.SelectMany(type => deployments.Of("dev")[type]).Select(RoleAndScope).Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>No app reads or changes the package that another one runs from.</summary>
    [Theory]
    [InlineData("dev")]
    [InlineData("prod")]
    public void A_package_belongs_to_its_app(string profile)
    {
        var packages = deployments.Of(profile)[AssignmentTypes[0]].Select(assignment => (Container: Package().Match(assignment.GetProperty("id").GetString()!), App: AppOf(assignment))).Where(right => right.Container.Success).ToArray();
        Assert.NotEmpty(packages);
        Assert.All(packages, right => Assert.Equal(right.App, right.Container.Groups[1].Value));
    }

    [Theory]
    [InlineData("dev")]
    [InlineData("prod")]
    public void No_app_has_rights_on_all_blobs(string profile) => Assert.DoesNotContain(
        deployments.Of(profile)[AssignmentTypes[0]],
        assignment => RoleAndScope(assignment) == "b7e6dc6d-f1e8-4753-8033-0f276bb0955b | st");

    private static string RoleAndScope(JsonElement assignment)
    {
        var properties = assignment.GetProperty("properties");
        var role = properties.TryGetProperty("roleDefinitionId", out var definition) ? definition.GetString()!.Split('/')[^1] : properties.GetProperty("accessPolicyName").GetString()!;
        Assert.True(role == WholeAccess || Guid.TryParse(role, out _), role);
        var scope = properties.TryGetProperty("scope", out var at) ? at.GetString()! : assignment.GetProperty("id").GetString()!;
        var container = Container().Match(scope) is { Success: true } blobs ? "/" + Package().Replace(blobs.Groups[1].Value, "deployment-APP") : "";
        return $"{role} | {Scope().Match(scope).Groups[1].Value}{container}";
    }

    private static string AppOf(JsonElement assignment) =>
        assignment.GetRawText().Contains(Deployments.Deployer, StringComparison.Ordinal) ? Deployer : Identity().Match(assignment.GetRawText()).Groups[1].Value;

    // Names are a type's abbreviation, for some what it is for, and a hash.
    [GeneratedRegex("[/'](appi|st|cosmos|kv|amr-counters|amr-cache)-?[a-z0-9]{13}")]
    private static partial Regex Scope();

    [GeneratedRegex("/containers/([a-z0-9-]+)")]
    private static partial Regex Container();

    [GeneratedRegex("deployment-([a-z]+)")]
    private static partial Regex Package();

    [GeneratedRegex("userAssignedIdentities/id-([a-z]+)-")]
    private static partial Regex Identity();
}
