namespace Serverless.Functions.Tests.Documents;

/// <summary>A table of a page, so that a test can hold it to what it describes.</summary>
internal static class MarkdownTable
{
    /// <summary>The rows of the first table below a heading, without its head; cells are trimmed and lose their back-quotes.</summary>
    /// <param name="heading">The whole line, such as <c>## Functions</c>.</param>
    public static IReadOnlyList<string[]> Below(string page, string heading)
    {
        var lines = page.Split('\n').SkipWhile(line => line.Trim() != heading).ToArray();
        Assert.True(lines.Length > 0, $"The page has no line '{heading}'.");
        string[][] rows = [.. lines.SkipWhile(line => !line.StartsWith('|')).TakeWhile(line => line.StartsWith('|')).Skip(2).Select(Cells)];
        Assert.NotEmpty(rows);
        return rows;
    }

    private static string[] Cells(string line) =>
        [.. line.Trim().Trim('|').Replace(@"\|", "\0", StringComparison.Ordinal).Split('|').Select(cell => cell.Replace('\0', '|').Replace("`", "", StringComparison.Ordinal).Trim())];
}
