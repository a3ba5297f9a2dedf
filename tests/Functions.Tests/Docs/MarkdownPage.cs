using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Serverless.Functions.Tests.Documents;

namespace Serverless.Functions.Tests.Docs;

/// <summary>A page of the documentation, read as GitHub reads it.</summary>
internal sealed class MarkdownPage
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseAutoIdentifiers(AutoIdentifierOptions.GitHub).Build();

    private readonly MarkdownDocument document;

    private MarkdownPage(string path)
    {
        Path = path;
        document = Markdown.Parse(Repository.Read(path), Pipeline);
    }

    /// <summary>The README and everything in docs.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "README.md",
        .. Directory.EnumerateFiles(Repository.PathTo("docs"), "*.md", SearchOption.AllDirectories)
            .Select(file => System.IO.Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>From the repository's folder, with forward slashes.</summary>
    public string Path { get; }

    /// <summary>Where links go to, images among them.</summary>
    public IEnumerable<string> Links => document.Descendants<LinkInline>().Select(link => link.Url!);

    public IEnumerable<string> Anchors => document.Descendants<HeadingBlock>().Select(heading => heading.GetAttributes().Id!);

    /// <summary>Fenced blocks with their language, in order.</summary>
    public IReadOnlyList<(string Language, string Text)> Code =>
        [.. document.Descendants<FencedCodeBlock>().Select(block => (block.Info ?? "", block.Lines.ToString()))];

    public static MarkdownPage Read(string path) => new(path);
}
