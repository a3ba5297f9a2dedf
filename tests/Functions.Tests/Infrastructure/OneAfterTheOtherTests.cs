namespace Serverless.Functions.Tests.Infrastructure;

/// <summary>
/// What Azure refuses to change side by side is made one after the other. The compiler's prediction knows no order, so this reads
/// copy modes and dependencies of the compiled template.
/// </summary>
[Collection(nameof(DeploymentCollection))]
public sealed class OneAfterTheOtherTests(Deployments deployments)
{
    // Beginnings of types that lock the same thing while one of them is written.
    private static readonly string[] Locks =
    [
        "Microsoft.Cache/redisEnterprise/databases/accessPolicyAssignments", // the database: the second fails
        "Microsoft.DocumentDB/databaseAccounts/sql", // the account: "another user operation in progress which requires an exclusive lock"
        "Microsoft.Network/privateEndpoints", // the subnet, but for the records of an endpoint's own names
        "Microsoft.Web/sites/", // the site: "another operation is in progress"
    ];

    private static readonly string[] OwnNames = ["Microsoft.Network/privateEndpoints/privateDnsZoneGroups"];

    [Fact]
    public void Nothing_that_locks_the_same_thing_is_made_side_by_side() => Assert.Empty(SideBySide(TemplateResource.Read(deployments.Template)));

    [Fact]
    public void Without_their_order_all_of_them_would_be_found()
    {
        var unordered = TemplateResource.Read(deployments.Template).Select(resource => resource with { Copies = resource.Copies is null ? null : "parallel", DependsOn = [] }).ToArray();
        Assert.All(Locks, type => Assert.Contains(SideBySide(unordered), found => found.Contains(type, StringComparison.Ordinal)));
    }

    [Fact]
    public void Apps_take_their_places_in_the_subnet_one_by_one()
    {
        var resources = TemplateResource.Read(deployments.Template);
        var app = Assert.Single(resources, resource => resource.Type == "Microsoft.Web/sites");
        Assert.Equal(TemplateResource.OneByOne, resources.Single(resource => resource.IsModule && resource.Name == app.Module).Copies);
    }

    [Fact]
    public void Subnets_are_made_with_their_network() =>
        Assert.DoesNotContain(TemplateResource.Read(deployments.Template), resource => resource.Type == "Microsoft.Network/virtualNetworks/subnets");

    /// <summary>A module of its own for each thing that is locked: what two modules did to one thing would be seen by neither.</summary>
    [Fact]
    public void What_is_locked_is_changed_by_one_module() => Assert.All(
        Locks,
        type => Assert.Single(TemplateResource.Read(deployments.Template).Where(resource => Locking(resource, type)).GroupBy(resource => Template(resource.Module))));

    // Two modules of one file: counters and cache are servers of their own.
    private static string Template(string module) => module is "counters" or "cache" ? "redis" : module;

    private static List<string> SideBySide(IReadOnlyList<TemplateResource> resources)
    {
        var found = new List<string>();
        foreach (var locked in Locks.Select(type => resources.Where(resource => Locking(resource, type))).SelectMany(all => all.GroupBy(resource => resource.Module)))
        {
            var siblings = resources.Where(resource => resource.Module == locked.Key).ToDictionary(resource => resource.Name);
            found.AddRange(locked.Where(resource => resource.Copies is not (null or TemplateResource.OneByOne)).Select(resource => $"copies of {resource.Type}"));
            found.AddRange(
                from one in locked
                from other in locked
                where string.CompareOrdinal(one.Name, other.Name) < 0 && !IsBefore(one, other, siblings) && !IsBefore(other, one, siblings)
                select $"{one.Type} and {other.Type}");
        }

        return found;
    }

    private static bool Locking(TemplateResource resource, string type) => resource.Type.StartsWith(type, StringComparison.Ordinal) && !OwnNames.Contains(resource.Type);

    private static bool IsBefore(TemplateResource one, TemplateResource other, Dictionary<string, TemplateResource> siblings) =>
        other.DependsOn.Any(name => name == one.Name || (siblings.TryGetValue(name, out var between) && IsBefore(one, between, siblings)));
}
