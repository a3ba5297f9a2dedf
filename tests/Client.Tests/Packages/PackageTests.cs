using System.IO.Compression;
using System.Reflection.Metadata;
using System.Text;
using System.Xml.Linq;

namespace Serverless.Client.Tests.Packages;

/// <summary>What is in the packages.</summary>
public sealed class PackageTests(PackedFolder packed) : IClassFixture<PackedFolder>
{
    private static readonly Guid SourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    [Theory]
    [InlineData("Serverless.Client", "lib/net10.0/Serverless.Client.dll")]
    [InlineData("Serverless.Client.AspNetCore", "lib/net10.0/Serverless.Client.AspNetCore.dll")]
    [InlineData("Serverless.Cli", "tools/net10.0/any/Serverless.Cli.dll")]
    public void Hold_the_library_its_documentation_the_readme_and_the_licence(string id, string library)
    {
        using var package = Open(id, "nupkg");
        var names = package.Entries.Select(entry => entry.FullName).ToArray();
        Assert.Contains(library, names);
        Assert.Contains("README.md", names);
        Assert.Contains(Path.ChangeExtension(library, "xml"), names);
        var metadata = Nuspec(package, id);
        string Value(string name) => metadata.Elements().Single(element => element.Name.LocalName == name).Value;
        Assert.Equal((id, "MIT", "README.md"), (Value("id"), Value("license"), Value("readme")));
        Assert.NotEmpty(Value("description"));
        var repository = metadata.Elements().Single(element => element.Name.LocalName == "repository");
        Assert.Equal(("git", "https://github.com/serverless/serverless.git"), (repository.Attribute("type")?.Value, repository.Attribute("url")?.Value));
        Assert.Matches("^[0-9a-f]{40}$", repository.Attribute("commit")?.Value);
    }

    [Theory]
    [InlineData("Serverless.Client", "lib/net10.0/Serverless.Client.pdb")]
    [InlineData("Serverless.Client.AspNetCore", "lib/net10.0/Serverless.Client.AspNetCore.pdb")]
    public void Have_symbols_that_lead_to_the_source(string id, string symbols)
    {
        using var package = Open(id, "snupkg");
        var link = SourceLinkOf(package.GetEntry(symbols)!);
        Assert.Contains("https://raw.githubusercontent.com/serverless/serverless/", link, StringComparison.Ordinal);
    }

    [Fact]
    public void Demand_nothing_of_ASP_NET_Core_from_a_program_that_is_none()
    {
        using var package = Open("Serverless.Client", "nupkg");
        var metadata = Nuspec(package, "Serverless.Client");
        Assert.DoesNotContain("frameworkReference", metadata.ToString(), StringComparison.Ordinal);
        Assert.Equal(
            ["Microsoft.Extensions.Http.Resilience", "Polly.Core"],
            metadata.Descendants().Where(element => element.Name.LocalName == "dependency").Select(element => element.Attribute("id")?.Value));
    }

    [Fact]
    public void Install_the_tool_as_slctl()
    {
        using var package = Open("Serverless.Cli", "nupkg");
        using var settings = new StreamReader(package.GetEntry("tools/net10.0/any/DotnetToolSettings.xml")!.Open());
        Assert.Contains("Name=\"slctl\"", settings.ReadToEnd(), StringComparison.Ordinal);
    }

    private static XElement Nuspec(ZipArchive package, string id)
    {
        using var nuspec = package.GetEntry($"{id}.nuspec")!.Open();
        return XDocument.Load(nuspec).Root!.Elements().Single();
    }

    private static string SourceLinkOf(ZipArchiveEntry symbols)
    {
        using var content = new MemoryStream();
        using (var entry = symbols.Open())
        {
            entry.CopyTo(content);
        }

        content.Position = 0;
        using var provider = MetadataReaderProvider.FromPortablePdbStream(content);
        var reader = provider.GetMetadataReader();
        var blob = reader.CustomDebugInformation.Select(reader.GetCustomDebugInformation).Single(info => reader.GetGuid(info.Kind) == SourceLink).Value;
        return Encoding.UTF8.GetString(reader.GetBlobBytes(blob));
    }

    private ZipArchive Open(string id, string extension) =>
        ZipFile.OpenRead(Directory.GetFiles(packed.Path, $"{id}.*.{extension}").Single(file => char.IsAsciiDigit(Path.GetFileName(file)[id.Length + 1])));
}
