using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Order;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Serverless.HotPaths;

/// <summary>
/// Short runs, and one table of all paths: what they allocate is exact after a few iterations, what they take is not. In this
/// process: a program of its own, as BenchmarkDotNet makes by default, would build all of the application anew for every run.
/// </summary>
public sealed class HotPathsConfig : ManualConfig
{
    public HotPathsConfig()
    {
        AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
        AddDiagnoser(MemoryDiagnoser.Default);
        AddColumnProvider(DefaultColumnProviders.Instance);
        AddLogger(ConsoleLogger.Default);
        AddExporter(MarkdownExporter.GitHub);
        AddColumn(StatisticColumn.Min);
        HideColumns(Column.Type, Column.Error, Column.StdDev, Column.Median, Column.Gen0, Column.Gen1, Column.Gen2);
        WithOrderer(new DefaultOrderer(SummaryOrderPolicy.Method));
        WithOptions(ConfigOptions.JoinSummary);
        WithArtifactsPath(Path.Combine("artifacts", "hot-paths"));
    }
}
