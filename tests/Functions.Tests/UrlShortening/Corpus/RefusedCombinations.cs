namespace Serverless.Functions.Tests.UrlShortening.Corpus;

/// <summary>Parts that are fine, drawn at random, with one that is not: the fault must be found whatever stands around it.</summary>
internal static class RefusedCombinations
{
    private const int Seed = 4_713;
    private const int Count = 300;

    private static readonly string[] BadSchemes = ["ftp://", "ws://", "//", "", "http:/", "https:", "http:///", "httpss://", "javascript://", "view-source:http://", "http:\\\\", " https://"];
    private static readonly string[] BadHosts = ["", ".", "a..b", "ex%61mple.com", "exa!mple.com", "a*b", "3221225985", "192.0.2.256", "192.0.2", "192.0.2.1.", "[2001:db8::1%25en0]", "[2001:db8]", "m\u00FCnchen.example"];
    private static readonly string[] BadEnds = ["/a b", "/a\\b", "/\u00E4", "/\0", "/?q=a b", "/?\u20AC", "/#\u200B", "/?q=\r\n", "/\u007F"];

    public static IEnumerable<CorpusUrl> All()
    {
        var random = new Random(Seed);
        for (var i = 0; i < Count; i++)
        {
            string[] parts =
            [
                Draw(random, UrlParts.Schemes), "", Draw(random, UrlParts.Hosts), Draw(random, UrlParts.Ports), Draw(random, UrlParts.Paths), Draw(random, UrlParts.Queries), Draw(random, UrlParts.Fragments),
            ];
            var (position, bad, why) = DrawFault(random);
            parts[position] = bad[random.Next(bad.Length)];
            yield return new CorpusUrl(string.Concat(parts), false, why);
        }
    }

    private static (int Position, string[] Bad, string Why) DrawFault(Random random) => random.Next(5) switch
    {
        0 => (0, BadSchemes, "a bad scheme before good parts"),
        1 => (1, RefusedCredentials.Users, "credentials among good parts"),
        2 => (2, BadHosts, "a bad host among good parts"),
        3 => (3, RefusedPorts.Ports, "a bad port among good parts"),
        _ => (4, BadEnds, "a bad character among good parts"),
    };

    private static string Draw(Random random, UrlPart[] parts) => parts[random.Next(parts.Length)].Text;
}
