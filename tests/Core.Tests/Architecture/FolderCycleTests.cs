using System.Reflection;
using System.Runtime.CompilerServices;

namespace Serverless.Core.Tests.Architecture;

/// <summary>References between the folders of a project form no cycle, so each can be understood after those that it uses.</summary>
public sealed class FolderCycleTests
{
    private static readonly string[] Top = ["ServerlessClient", "ServerlessClientServices"];

    public static TheoryData<string> Projects =>
        ["Serverless.Core", "Serverless.Functions", "Serverless.LocalHost", "Serverless.Client", "Serverless.Client.AspNetCore", "Serverless.Cli"];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Folders_form_no_cycle(string project)
    {
        var cycles = FolderGraph.Of(Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, $"{project}.dll")), Top).Cycles().ToArray();
        Assert.True(cycles.Length == 0, string.Join(Environment.NewLine, cycles));
    }

    [Fact]
    public void A_cycle_that_only_method_bodies_make_is_found()
    {
        const string Planted = "Serverless.Core.Tests.Architecture.Planted";
        Assert.Equal(
            [$"{Planted}.One -> {Planted}.Two: Caller uses Called", $"{Planted}.Two -> {Planted}.One: Called uses Caller"],
            FolderGraph.Of(typeof(FolderCycleTests).Assembly).Cycles().Where(cycle => cycle.StartsWith(Planted, StringComparison.Ordinal)));
    }

    /// <summary>No project of src is left out but the app, which is one file.</summary>
    [Fact]
    public void Every_project_is_held_to_it()
    {
        var sources = Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "..", "src");
        Assert.Equal(
            Directory.EnumerateFiles(sources, "*.csproj", SearchOption.AllDirectories).Select(file => $"Serverless.{Path.GetFileNameWithoutExtension(file)}").Order(StringComparer.Ordinal),
            Projects.Select(row => row.Data).Append("Serverless.FunctionApp").Order(StringComparer.Ordinal));
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
