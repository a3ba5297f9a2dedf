using Serverless.Functions.Tests.Documents;

namespace Serverless.Functions.Tests.Docs;

/// <summary>No link of the documentation leads nowhere.</summary>
public sealed class LinksInDocsTests
{
    public static TheoryData<string> Pages => [.. MarkdownPage.All];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_file_and_heading_that_a_page_leads_to_exists(string path)
    {
        foreach (var link in MarkdownPage.Read(path).Links.Where(link => !Uri.TryCreate(link, UriKind.Absolute, out _)))
        {
            var (file, anchor) = link.Split('#') is [var before, var after] ? (before, after) : (link, null);
            var target = file.Length == 0 ? path : Path.GetRelativePath(Repository.Root, Path.GetFullPath(Repository.PathTo(Path.Combine(Path.GetDirectoryName(path)!, file)))).Replace('\\', '/');
            Assert.True(Path.Exists(Repository.PathTo(target)), $"{path} leads to {target}, which does not exist.");
            Assert.True(anchor is null || MarkdownPage.Read(target).Anchors.Contains(anchor), $"{path} leads to the heading #{anchor} of {target}, which has none like it.");
        }
    }

    [Fact]
    public void Every_page_can_be_reached_from_the_readme()
    {
        var (reached, next) = (new HashSet<string>(StringComparer.Ordinal), new Queue<string>(["README.md"]));
        while (next.TryDequeue(out var path))
        {
            if (reached.Add(path))
            {
                foreach (var link in MarkdownPage.Read(path).Links.Where(link => !Uri.TryCreate(link, UriKind.Absolute, out _)))
                {
                    var target = Path.GetRelativePath(Repository.Root, Path.GetFullPath(Repository.PathTo(Path.Combine(Path.GetDirectoryName(path)!, link.Split('#')[0])))).Replace('\\', '/');
                    if (target.EndsWith(".md", StringComparison.Ordinal))
                    {
                        next.Enqueue(target);
                    }
                }
            }
        }

        Assert.Empty(MarkdownPage.All.Except(reached));
    }
}
