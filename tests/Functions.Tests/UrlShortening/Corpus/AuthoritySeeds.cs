namespace Serverless.Functions.Tests.UrlShortening.Corpus;

/// <summary>Schemes, hosts and ports at the edge of what is allowed.</summary>
internal static class AuthoritySeeds
{
    public static IEnumerable<CorpusUrl> All() => Schemes().Concat(Names()).Concat(LookAlikes()).Concat(Punycode()).Concat(IPv6()).Concat(Ports());

    private static IEnumerable<CorpusUrl> Schemes() => CorpusUrl.Accept(
        "case of scheme and host",
        "HTTP://EXAMPLE.COM", "HTTPS://EXAMPLE.COM/", "Http://Example.Com/Path", "hTTpS://eXaMpLe.CoM/?Q#F", "http://example.com", "http://example.com:80", "https://example.com:80/", "http://example.com:443/");

    private static IEnumerable<CorpusUrl> Names() => CorpusUrl.Accept(
        "registered name",
        "http://intranet/", "http://intranet", "http://intranet./", "http://a/", "http://_/", "http://-/", "http://-.-/", "http://a.", "http://x.y.z.example", "https://a-b.example", "https://a--b.example", "https://-a-.example", "https://_sip._tcp.example", "https://a_b.example", "https://under_score_.test./", "https://example.com./", "https://example.com.?x", "https://example.com.#x", "https://example.com.:443/",
        "https://WWW.EXAMPLE.COM.", "https://www.www.www.example", "https://bucket.with.dots.s3.example/", "https://d111111abcdef8.cdn.example/", "https://r3---sn-4g5e6nzz.video.example/", "https://4.bp.blog.example", "https://123.example", "https://1.2.3.4.example");

    private static IEnumerable<CorpusUrl> LookAlikes() => CorpusUrl.Accept(
        "name like an address",
        "http://1e3/", "http://0xg/", "http://0xcafe.test/", "http://0x7f.example/", "http://192.0.2.1x/", "http://192.0.2.x1/", "http://192.0.2.-1/", "http://192.0.2.1-/", "http://192.0.2._/", "http://192-0-2-1.example/", "http://300.300.300.example/", "http://192.0.2.0b1/", "http://192.0.2.0o7/", "http://x0x1/", "http://0-x/", "http://0x1_/", "http://1.2.0x1h/", "http://2001-db8--1.ipv6-literal.example/", "http://3221225985.example/", "http://192.0.2.1.test./");

    private static IEnumerable<CorpusUrl> Punycode() => CorpusUrl.Accept(
        "punycode host",
        "https://xn--mnchen-3ya.example/", "https://xn--bcher-kva.example/", "https://xn--strae-oqa.example/", "https://xn--e1afmkfd.xn--80akhbyknj4f/", "https://xn--fsqu00a.xn--0zwm56d/", "https://xn--r8jz45g.xn--zckzah/", "https://xn--mgbh0fb.xn--kgbechtv/", "https://XN--MNCHEN-3YA.example/", "https://xn--i-7iq.example/", "https://xn--ls8h.example/", "https://xn--a.example/", "https://xn--.example/", "https://xn--xn--a-.example/", "https://xn--a-ecp.example/", "https://xn--80ak6aa92e.example/", "https://ab--cd.example/");

    private static IEnumerable<CorpusUrl> IPv6() => CorpusUrl.Accept(
        "IPv6 address",
        "http://[2001:db8::]/", "http://[2001:db8::1]", "http://[2001:DB8::1]/", "http://[2001:db8::1]:/", "http://[2001:db8::1]:8080", "http://[2001:db8::1]?x", "http://[2001:db8::1]#x", "http://[2001:0db8:0000:0000:0000:0000:0000:0001]/", "http://[2001:db8:0:0:0:0:0:1]/", "http://[2001:db8:1:2:3:4:5:6]/", "http://[2001:db8::2:3:4:5:6]/", "http://[2001:db8:1:2:3:4:5::]/", "http://[2001:db8:a::B:0c]/", "http://[2001:db8:0:0:0:0:192.0.2.1]/", "http://[2001:db8::192.0.2.255]/", "http://[2001:db8:1:2:3::198.51.100.7]/", "https://[2001:db8:ffff:FFFF:ffff:FFFF:ffff:FFFF]:65535/[a]?[b]#[c]");

    private static IEnumerable<CorpusUrl> Ports() => CorpusUrl.Accept(
        "port",
        "http://example.com:/", "http://example.com:", "http://example.com:?x", "http://example.com:#x", "http://example.com:1/", "http://example.com:65535/", "http://example.com:065535/", "http://example.com:00001/", "http://example.com:0080", "http://example.com:8080?x=:y", "http://example.com:8080#:z", "https://example.com:0000000000000000000000000000000000000443/", "http://intranet:8080", "http://192.0.2.1:8080", "http://192.0.2.1:", "http://[2001:db8::1]:00080");
}
