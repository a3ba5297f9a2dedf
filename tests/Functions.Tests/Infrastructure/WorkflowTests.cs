using System.Diagnostics;
using System.Text.RegularExpressions;
using Serverless.Functions.Tests.Documents;
using Serverless.Functions.Tests.EndToEnd;
using YamlDotNet.RepresentationModel;

namespace Serverless.Functions.Tests.Infrastructure;

/// <summary>What can be told of the workflows and of Dependabot without GitHub.</summary>
public sealed partial class WorkflowTests
{
    public static TheoryData<string> Workflows =>
        [.. Directory.EnumerateFiles(Repository.PathTo(".github", "workflows"), "*.yml").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Every_action_is_pinned_by_its_hash_beside_its_version(string workflow)
    {
        var uses = Uses().Matches(Repository.Read(".github", "workflows", workflow)).Select(match => match.Groups[1].Value.Trim()).ToArray();
        Assert.NotEmpty(uses);
        Assert.All(uses.Where(use => !use.StartsWith("./", StringComparison.Ordinal)), use => Assert.Matches(Pinned(), use));
    }

    /// <summary>One hash has one version wherever it is used, and one action one hash.</summary>
    [Fact]
    public void An_action_is_the_same_everywhere()
    {
        var all = Directory.EnumerateFiles(Repository.PathTo(".github", "workflows")).SelectMany(file => Uses().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups[1].Value.Trim()).Where(use => !use.StartsWith("./", StringComparison.Ordinal)).Distinct();
        Assert.All(all.GroupBy(use => use.Split('@')[0]), uses => Assert.Single(uses));
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void A_workflow_may_only_read_unless_a_job_says_more(string workflow)
    {
        var permissions = (YamlMappingNode)Load(".github/workflows/" + workflow)["permissions"];
        Assert.Equal("read", Text(permissions["contents"]));
        Assert.DoesNotContain("write-all", Repository.Read(".github", "workflows", workflow), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void A_local_workflow_or_script_that_is_used_exists(string workflow)
    {
        var text = Repository.Read(".github", "workflows", workflow);
        var local = Uses().Matches(text).Select(match => match.Groups[1].Value.Trim()).Where(use => use.StartsWith("./", StringComparison.Ordinal))
            .Concat(Scripts().Matches(text).Select(match => match.Groups[1].Value));
        Assert.All(local, path => Assert.True(File.Exists(Repository.PathTo(path)), path));
    }

    [Fact]
    public void Dependabot_sees_every_folder_with_something_to_update()
    {
        var updates = ((YamlSequenceNode)Load(".github/dependabot.yml")["updates"]).Cast<YamlMappingNode>().ToDictionary(update => Text(update["package-ecosystem"]), Folders);
        Assert.Equal(FoldersWith("package.json"), updates["npm"].Order(StringComparer.Ordinal));
        Assert.Equal(FoldersWith("Dockerfile"), updates["docker"].Order(StringComparer.Ordinal));
        Assert.Equal(["/"], updates["nuget"]);
        Assert.Equal(["/"], updates["github-actions"]);
    }

    [Theory]
    [InlineData("1.2.3", "What is new.\n\n- One\n")]
    [InlineData("1.2.3-rc.1", "A try.\n")]
    public async Task The_notes_of_a_release_are_what_the_change_log_says_of_it(string version, string notes)
    {
        var (exitCode, said) = await ReleaseNotesAsync(version);
        Assert.Equal((0, notes), (exitCode, string.Join('\n', said.Split('\n').SkipWhile(line => line.Length == 0))));
    }

    [Theory]
    [InlineData("1.2.4")]
    [InlineData("1.2")]
    [InlineData("01.2.3")]
    [InlineData("1.0.0")]
    [InlineData("Unreleased")]
    [InlineData("1.2.3 && true")]
    [InlineData("")]
    public async Task A_release_without_notes_or_without_a_version_is_refused(string version) => Assert.Equal(1, (await ReleaseNotesAsync(version)).ExitCode);

    [Fact]
    public void The_change_log_has_a_place_for_what_comes_next() => Assert.Contains("\n## Unreleased\n", Repository.Read("CHANGELOG.md"), StringComparison.Ordinal);

    private static async Task<(int ExitCode, string Said)> ReleaseNotesAsync(string version)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "It runs on GitHub's Linux.");
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.File(".github"));
        File.Copy(Repository.PathTo(".github", "release-notes"), folder.File(".github/release-notes"));
        await File.WriteAllTextAsync(
            folder.File("CHANGELOG.md"),
            "# Changes\n\n## Unreleased\n\n- Later\n\n## 1.2.3 (2026-12-01)\n\nWhat is new.\n\n- One\n\n## 1.2.3-rc.1\n\nA try.\n\n## 1.0.0\n\n",
            TestContext.Current.CancellationToken);
        var start = new ProcessStartInfo("sh", [folder.File(".github/release-notes"), version]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output);
    }

    private static IEnumerable<string> FoldersWith(string file) => Directory.EnumerateFiles(Repository.Root, file, new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
        .Select(path => Path.GetRelativePath(Repository.Root, Path.GetDirectoryName(path)!).Replace('\\', '/'))
        .Where(folder => !folder.Split('/').Any(part => part is "node_modules" or "artifacts" or "data" or "TestResults"))
        .Select(folder => folder == "." ? "/" : "/" + folder).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Folders(YamlMappingNode update) => update.Children.TryGetValue("directories", out var all) ? ((YamlSequenceNode)all).Select(Text) : [Text(update["directory"])];

    private static YamlMappingNode Load(string file)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(Repository.Read(file)));
        return (YamlMappingNode)Assert.Single(stream.Documents).RootNode;
    }

    private static string Text(YamlNode node) => ((YamlScalarNode)node).Value!;

    [GeneratedRegex(@"^\s*(?:- )?uses:(.+)$", RegexOptions.Multiline)]
    private static partial Regex Uses();

    [GeneratedRegex("^[A-Za-z0-9-]+/[A-Za-z0-9-]+@[0-9a-f]{40} # v[0-9]+\\.[0-9]+\\.[0-9]+$")]
    private static partial Regex Pinned();

    [GeneratedRegex(@"(?:^|\s)(\.(?:ci|github)/[a-z-]+)(?:\s|$)", RegexOptions.Multiline)]
    private static partial Regex Scripts();
}
