using System.Globalization;
using System.Text.RegularExpressions;
using Serverless.Functions.Tests.Description.Generator;
using Serverless.Functions.Tests.Documents;

namespace Serverless.Functions.Tests.Docs;

/// <summary><c>docs/errors.md</c> names every problem type of the code, with its status, and no other.</summary>
public sealed partial class ErrorCatalogueTests
{
    private const string Page = "docs/errors.md";

    private static readonly IEnumerable<(string Type, int Status)> Known = ProblemSamples.All.Select(sample => (sample.Type!.Split(':', '#')[^1], sample.Status!.Value)).Order();

    [Fact]
    public void Lists_every_type_with_its_status() => Assert.Equal(
        Known,
        Row().Matches(Repository.Read(Page)).Select(row => (row.Groups["type"].Value, int.Parse(row.Groups["status"].Value, CultureInfo.InvariantCulture))).Order());

    [Fact]
    public void Explains_every_type_under_its_name() =>
        Assert.Equal(Known.Select(known => known.Type), MarkdownPage.Read(Page).Anchors.Skip(1).Order());

    [GeneratedRegex(@"^\| \[`(?<type>[a-z-]+)`\]\(#\k<type>\) \| (?<status>\d{3}) \| [^|]+ \| [^|]+ \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
