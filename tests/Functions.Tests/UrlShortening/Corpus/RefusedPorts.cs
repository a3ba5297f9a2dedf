namespace Serverless.Functions.Tests.UrlShortening.Corpus;

/// <summary>Ports that are zero, too large or not decimal digits.</summary>
internal static class RefusedPorts
{
    public static readonly string[] Ports =
    [
        ":0", ":00", ":000000000", ":65536", ":065536", ":65537", ":99999", ":100000", ":99999999", ":2147483648", ":4294967296", ":4294967376", ":18446744073709551616", ":18446744073709551696", ":-1", ":-80", ":+80", ":80a", ":a80", ":a", ":http", ":0x50", ":80.0", ":80.", ":8_0", ":8,0", ":80:80", "::80", "::", ":80:", ":1e3", ":%38%30", ":80%", ":*", ":!", ":80;", ":\"80\"", ":$PORT", ":{port}", ":[80]", ":~", ":8'0", ": ", ":8 0", ": 80", ":80 ", ":\t80", ":80\n",
    ];

    private static readonly string[] Hosts = ["example.com", "example.com.", "192.0.2.1", "[2001:db8::1]"];

    public static IEnumerable<CorpusUrl> All() =>
        from port in Ports
        from host in Hosts
        select new CorpusUrl($"http://{host}{port}/", false, "a port outside 1-65535 or not in digits");
}
