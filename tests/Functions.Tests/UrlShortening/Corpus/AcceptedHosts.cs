namespace Serverless.Functions.Tests.UrlShortening.Corpus;

/// <summary>Hosts of every length, documentation addresses in every spelling that is allowed, and ports.</summary>
internal static class AcceptedHosts
{
    private const int Seed = 4_712;

    private static readonly string[] Networks = ["192.0.2", "198.51.100", "203.0.113"];
    private static readonly byte[] LastOctets = [0, 1, 9, 10, 99, 100, 199, 200, 249, 250, 254, 255];

    public static IEnumerable<CorpusUrl> All() => LabelLengths().Concat(HostLengths()).Concat(IPv4()).Concat(IPv6()).Concat(Ports());

    private static IEnumerable<CorpusUrl> LabelLengths() =>
        from length in Enumerable.Range(1, 63)
        from url in new[] { $"http://{Filler.Label(length)}.example/", $"https://www.{Filler.Label(length)}./", $"https://{new string('-', length)}.test", $"https://{new string('7', length)}.test" }
        select new CorpusUrl(url, true, $"label of {length}");

    private static IEnumerable<CorpusUrl> HostLengths() =>
        from length in Enumerable.Range(64, 253 - 64 + 1)
        select new CorpusUrl($"https://{Filler.Host(length)}/", true, $"host of {length}");

    private static IEnumerable<CorpusUrl> IPv4() =>
        from network in Networks
        from octet in LastOctets
        from url in new[] { $"http://{network}.{octet}", $"https://{network}.{octet}:8443/?a=b" }
        select new CorpusUrl(url, true, "IPv4 address");

    private static IEnumerable<CorpusUrl> IPv6() =>
        from groups in Enumerable.Range(0, 6)
        let tail = string.Concat(Enumerable.Repeat(":0A", groups))
        from address in new[] { $"2001:db8{tail}::", $"2001:DB8::{tail.TrimStart(':')}", $"2001:0db8{tail}{string.Concat(Enumerable.Repeat(":0", 6 - groups))}" }
        from url in new[] { $"http://[{address}]", $"https://[{address}]:/", $"https://[{address}]:8080/a:b@c" }
        select new CorpusUrl(url, true, "IPv6 address");

    private static IEnumerable<CorpusUrl> Ports()
    {
        var random = new Random(Seed);
        for (var i = 0; i < 100; i++)
        {
            var port = random.Next(1, 65_536);
            yield return new CorpusUrl($"http://example.com:{port}", true, "port");
            yield return new CorpusUrl($"http://example.com:{port.ToString($"D{6 + (i % 20)}", null)}/?p", true, "leading zeros in the port");
        }
    }
}
