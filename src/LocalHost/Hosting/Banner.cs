

namespace Serverless.LocalHost.Hosting;

/// <summary>What a newcomer is told once everything runs.</summary>
public static class Banner
{
    /// <summary>Writes where LocalHost listens, where its data lies, how to get in, and a line to try.</summary>
    public static void Write(TextWriter output, LocalCluster cluster)
    {
        output.WriteLine("Serverless is ready.");
        output.WriteLine($"  listening on  {string.Join("  ", cluster.Addresses.Select(address => address.GetLeftPart(UriPartial.Authority)))}");
        output.WriteLine($"  console       {cluster.Addresses[0].GetLeftPart(UriPartial.Authority)}/api/console");
        output.WriteLine($"  data in       {cluster.DataFolder}");
        output.WriteLine($"  admin key     {Describe(cluster.AdminKey)}");
        output.WriteLine();
        output.WriteLine("Shorten a link:");
        output.WriteLine($"  curl -i -X POST {cluster.Addresses[0].GetLeftPart(UriPartial.Authority)}/api/links -H \"authorization: Bearer {ForShell(cluster.AdminKey)}\" -H 'content-type: application/json' -d '{{\"url\":\"https://example.com/\"}}'");
        output.WriteLine();
        output.WriteLine($"Read on: {cluster.Addresses[0].GetLeftPart(UriPartial.Authority)}{ApiReference.Path}");
        output.WriteLine("Ctrl+C stops it.");
        output.Flush();
    }

    private static string Describe(AdminKeyFile? adminKey) => adminKey switch
    {
        null => "as configured in Access:AdminKey",
        { IsNew: true } => $"{adminKey.Key} (kept in {adminKey.Path})",
        _ => $"in {adminKey.Path}",
    };

    // The secret is shown at the first start only: later output may end up in a log.
    private static string ForShell(AdminKeyFile? adminKey) => adminKey switch
    {
        null => "YOUR_ADMIN_KEY",
        { IsNew: true } => adminKey.Key,
        _ => $"$(cat '{adminKey.Path}')",
    };
}
