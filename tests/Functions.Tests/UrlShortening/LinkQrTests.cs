using System.Collections;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using QRCoder;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Functions.Tests.UrlShortening;

/// <summary>The picture of a short URL.</summary>
public sealed partial class LinkQrTests(RunningApp app) : IClassFixture<RunningApp>
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public async Task Draws_the_modules_of_the_short_url()
    {
        using var client = await app.ClientAsync("drawn", "links");
        using var created = await client.PostAsync("/api/links", new { url = "https://example.com/" });
        using var picture = await client.GetAsync(created.Header("Location") + "/qr");
        Assert.Equal((HttpStatusCode.OK, "image/svg+xml", "private, max-age=3600"), (picture.Status, picture.ContentType, picture.Header("Cache-Control")));
        var svg = XDocument.Parse(Encoding.UTF8.GetString(picture.Body)).Root!;
        Assert.Equal(created.Text("shortUrl"), svg.Element(Svg + "title")!.Value);
        using var code = QRCodeGenerator.GenerateQrCode(created.Text("shortUrl"), QRCodeGenerator.ECCLevel.M);
        Assert.Equal($"0 0 {code.ModuleMatrix.Count} {code.ModuleMatrix.Count}", svg.Attribute("viewBox")!.Value);
        Assert.Equal(Dark(code.ModuleMatrix), Dark(svg.Elements(Svg + "path").Last().Attribute("d")!.Value));
    }

    [Fact]
    public async Task Is_drawn_for_the_owner_of_a_live_link_alone()
    {
        using var owner = await app.ClientAsync("qr-owner", "links");
        using var stranger = await app.ClientAsync("qr-stranger", "links");
        using var created = await owner.PostAsync("/api/links", new { url = "https://example.com/" });
        using var refused = await stranger.GetAsync(created.Header("Location") + "/qr");
        using var deleted = await owner.DeleteAsync(created.Header("Location")!);
        using var gone = await owner.GetAsync(created.Header("Location") + "/qr");
        refused.IsProblem(HttpStatusCode.Forbidden, "not-owner");
        gone.IsProblem(HttpStatusCode.Gone, "link-gone");
    }

    private static IEnumerable<(int X, int Y)> Dark(List<BitArray> matrix) =>
        from y in Enumerable.Range(0, matrix.Count)
        from x in Enumerable.Range(0, matrix[y].Count)
        where matrix[y][x]
        select (x, y);

    private static IEnumerable<(int X, int Y)> Dark(string path) =>
        from run in Run().Matches(path)
        from x in Enumerable.Range(int.Parse(run.Groups[1].ValueSpan, provider: null), int.Parse(run.Groups[3].ValueSpan, provider: null))
        select (x, int.Parse(run.Groups[2].ValueSpan, provider: null));

    [GeneratedRegex(@"M(\d+) (\d+)h(\d+)v1h-\3z")]
    private static partial Regex Run();
}
