using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Functions.Tests.Documents;
using Serverless.Functions.Tests.Rules;

namespace Serverless.Functions.Tests.Infrastructure;

/// <summary>The template makes what the code opens, and watches what the code measures.</summary>
[Collection(nameof(DeploymentCollection))]
public sealed partial class DataStoreTests(Deployments deployments)
{
    /// <summary>Asked for to see whether storage answers; that it does not exist is an answer.</summary>
    private const string HealthProbe = "Health";

    [Fact]
    public void Every_table_that_the_code_opens_is_made()
    {
        var opened = Sources("src/Core", "Table*.cs").SelectMany(source => OpenedTable().Matches(source)).Select(match => match.Groups[1].Value).Where(table => table != HealthProbe).ToArray();
        Assert.NotEmpty(opened);
        Assert.Empty(opened.Except(NamesOf("Microsoft.Storage/storageAccounts/tableServices/tables")));
    }

    [Fact]
    public void Every_queue_with_a_function_is_made() => Assert.Equal(
        FunctionDeclaration.All.Where(function => function.Trigger == "queue").Select(function => function.Listens).Order(StringComparer.Ordinal),
        NamesOf("Microsoft.Storage/storageAccounts/queueServices/queues").Order(StringComparer.Ordinal));

    [Fact]
    public void Every_container_of_blobs_that_the_code_opens_is_made()
    {
        var opened = Sources("src/Core", "Blob*.cs").SelectMany(source => OpenedTable().Matches(source)).Select(match => match.Groups[1].Value).ToArray();
        Assert.NotEmpty(opened);
        Assert.Empty(opened.Except(NamesOf("Microsoft.Storage/storageAccounts/blobServices/containers")));
    }

    [Fact]
    public void Documents_lie_in_partitions_may_expire_and_are_hardly_indexed()
    {
        var containers = deployments.Of("prod")["Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers"].Select(container => container.GetProperty("properties").GetProperty("resource")).ToArray();
        Assert.Equal(["attempts", "cursors", "log", "scheduled", "topics"], containers.Select(container => container.GetProperty("id").GetString()).Order(StringComparer.Ordinal));
        Assert.All(containers, container =>
        {
            Assert.Equal("/pk", Assert.Single(container.GetProperty("partitionKey").GetProperty("paths").EnumerateArray()).GetString());
            Assert.Equal(-1, container.GetProperty("defaultTtl").GetInt32());
            Assert.Equal("/*", Assert.Single(container.GetProperty("indexingPolicy").GetProperty("excludedPaths").EnumerateArray()).GetProperty("path").GetString());
        });
    }

    [Fact]
    public void Every_alert_asks_for_a_metric_that_the_application_has()
    {
        var queries = deployments.Of("prod")["Microsoft.Insights/scheduledQueryRules"]
            .Select(alert => alert.GetProperty("properties").GetProperty("criteria").GetProperty("allOf")[0].GetProperty("query").GetString()!).ToArray();
        Assert.NotEmpty(queries);
        var instruments = Instruments();
        Assert.All(queries, query => Assert.Contains(AskedMetric().Match(query).Groups[1].Value, instruments));
    }

    [Fact]
    public void Every_alert_has_a_runbook()
    {
        var page = Repository.Read("docs", "operations.md");
        string[] types = ["Microsoft.Insights/scheduledQueryRules", "Microsoft.Insights/metricAlerts"];
        Assert.All(types.SelectMany(NamesOf), alert => Assert.Contains($"`{alert}`", page, StringComparison.Ordinal));
    }

    private static HashSet<string> Instruments()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        using var listener = new MeterListener { InstrumentPublished = (instrument, _) => names.Add(instrument.Name) };
        listener.Start();
        using var services = new ServiceCollection().AddLogging().AddMetrics().AddSingleton(TimeProvider.System).BuildServiceProvider();
        foreach (var type in new[] { typeof(ServerlessServices).Assembly, typeof(Core.Storage.PoisonMessages).Assembly }.SelectMany(assembly => assembly.GetTypes()).Where(MakesInstruments))
        {
            ActivatorUtilities.CreateInstance(services, type);
        }

        return names;
    }

    private static bool MakesInstruments(Type type) => type is { IsClass: true, IsAbstract: false }
        && type.GetConstructors() is [var constructor] && constructor.GetParameters() is [var first, ..] && first.ParameterType == typeof(IMeterFactory);

    private static IEnumerable<string> Sources(string folder, string pattern) =>
        Directory.EnumerateFiles(Repository.PathTo(folder), pattern, SearchOption.AllDirectories).Select(File.ReadAllText);

    private string[] NamesOf(string type) => [.. deployments.Of("prod")[type].Select(resource => resource.GetProperty("name").GetString()!.Split('/')[^1])];

    [GeneratedRegex(@"\.Open\(""(\w+)""\)")]
    private static partial Regex OpenedTable();

    [GeneratedRegex(@"Name == ""([a-z0-9_.]+)""")]
    private static partial Regex AskedMetric();
}
