using System.Text.RegularExpressions;
using Serverless.Functions.Tests.Documents;

namespace Serverless.Functions.Tests.Rules;

/// <summary>What the tests of the suites that run on the real host say of themselves, so that it is known which of them can.</summary>
public sealed partial class TestHostTests
{
    private static readonly string[] Suites = ["Access", "Health", "Messaging", "RateLimiting", "UrlShortening"];

    /// <summary>A test that looks into the process, or starts LocalHost itself, would fail or prove nothing on another host.</summary>
    [Fact]
    public void Whoever_looks_into_the_process_says_so() => Assert.All(
        Suites.SelectMany(suite => Directory.EnumerateFiles(Repository.PathTo("tests", "Functions.Tests", suite), "*Tests.cs", SearchOption.AllDirectories)),
        file =>
        {
            var source = File.ReadAllText(file);
            Assert.True(!Inside().IsMatch(source) || source.Contains("[Trait(TestHost.Trait, TestHost.Local)]", StringComparison.Ordinal), $"{file}: write [Trait(TestHost.Trait, TestHost.Local)] above the tests that do.");
        });

    [Fact]
    public void Each_suite_has_tests_that_any_host_can_run() => Assert.All(
        Suites,
        suite => Assert.Contains(
            Directory.EnumerateFiles(Repository.PathTo("tests", "Functions.Tests", suite), "*Tests.cs", SearchOption.AllDirectories).Select(File.ReadAllText),
            source => source.Contains("RunningApp", StringComparison.Ordinal) && !Inside().IsMatch(source)
                || Inside().IsMatch(source) && Regex.Count(source, @"\[Fact|\[Theory") > Regex.Count(source, @"\[Trait\(TestHost")));

    [GeneratedRegex(@"\.Cluster\b|StoredAsync|LocalCluster\.|LocalHostProcess\.")]
    private static partial Regex Inside();
}
