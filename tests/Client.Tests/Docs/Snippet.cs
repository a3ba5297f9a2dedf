using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Serverless.Client.Tests.Docs;

/// <summary>A program of the documentation, compiled as it is printed.</summary>
internal sealed partial class Snippet
{
    // What the SDK's templates use without being told.
    private const string OfConsole =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;";

    private const string OfWeb =
        "global using System.Net.Http.Json; global using Microsoft.AspNetCore.Builder; global using Microsoft.AspNetCore.Hosting; global using Microsoft.AspNetCore.Http; global using Microsoft.AspNetCore.Routing; "
        + "global using Microsoft.Extensions.Configuration; global using Microsoft.Extensions.DependencyInjection; global using Microsoft.Extensions.Hosting; global using Microsoft.Extensions.Logging;";

    private static readonly string[] Pages = ["README.md", "docs", "src/Client/README.md", "src/Client.AspNetCore/README.md"];

    private Snippet(string page, int number, string text) => (Page, Number, Text) = (page, number, text);

    public string Page { get; }

    public int Number { get; }

    public string Text { get; }

    public bool IsWeb => Text.Contains("WebApplication", StringComparison.Ordinal);

    /// <summary>Every program there is, in every page.</summary>
    public static IReadOnlyList<Snippet> All { get; } = [.. Pages.SelectMany(PagesOf).Order(StringComparer.Ordinal).SelectMany(SnippetsOf)];

    /// <summary>Compiles it beside the tests, whose packages it finds there.</summary>
    /// <returns>The program's file.</returns>
    public string Compile()
    {
        var options = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest);
        var compilation = CSharpCompilation.Create(
            $"Snippet-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Page)))[..8]}-{Number}",
            [CSharpSyntaxTree.ParseText(Text, options), CSharpSyntaxTree.ParseText(IsWeb ? OfConsole + OfWeb : OfConsole, options)],
            ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(file => MetadataReference.CreateFromFile(file)),
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
        var program = Path.Combine(AppContext.BaseDirectory, $"{compilation.AssemblyName}.dll");
        var emitted = compilation.Emit(program);
        Assert.True(emitted.Success, $"{this}:{Environment.NewLine}{string.Join(Environment.NewLine, emitted.Diagnostics.Where(found => found.Severity == DiagnosticSeverity.Error))}");
        return program;
    }

    public override string ToString() => $"{Page} #{Number}";

    private static IEnumerable<string> PagesOf(string place)
    {
        var full = Path.Combine(Root(), place);
        return Directory.Exists(full) ? Directory.EnumerateFiles(full, "*.md", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Root(), file)) : [place];
    }

    private static IEnumerable<Snippet> SnippetsOf(string page) =>
        Blocks().Matches(File.ReadAllText(Path.Combine(Root(), page)).ReplaceLineEndings("\n")).Select((block, index) => new Snippet(page, index + 1, block.Groups["text"].Value));

    private static string Root([CallerFilePath] string thisFile = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", ".."));

    [GeneratedRegex("^```(csharp|cs|c#)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Blocks();
}
