namespace Serverless.Functions.Tests.UrlShortening.Corpus;

/// <summary>Numeric hosts that are not four decimal octets, and brackets that hold no IPv6 address.</summary>
internal static class RefusedAddresses
{
    private static readonly byte[][] Documentation = [[192, 0, 2, 1], [198, 51, 100, 20], [203, 0, 113, 255]];

    private static readonly string[] Tails = ["/", ":8080/x"];
    private static readonly string[] BadOctet = ["256", "257", "300", "999", "1000", "65536", "4294967297", "00", "01", "010", "0255"];

    private static readonly string[] BadIPv6 =
    [
        "[]", "[:]", "[:::]", "[::::]", "[2001]", "[2001:db8]", "[2001:db8:]", "[:2001:db8::1]", "[2001:db8::1:]", "[2001:db8:::1]", "[2001:db8::1::2]", "[::2001:db8::]", "[2001:db8:1:2:3:4:5]", "[2001:db8:1:2:3:4:5:6:7]", "[2001:db8::1:2:3:4:5:6]", "[2001:db8:1:2:3:4:5:6::]", "[2001:db8::12345]", "[2001:db8::00001]", "[2001:db8::g]", "[2001:db8::0x1]", "[2001:db8::-1]", "[2001:db8::+1]", "[2001:db8::1.]", "[2001.db8..1]",
        "[2001:db8::192.0.2]", "[2001:db8::192.0.2.256]", "[2001:db8::192.0.2.1.5]", "[2001:db8::192.0.2.1:1]", "[2001:db8::192..2.1]", "[2001:db8::.192.0.2.1]", "[2001:db8::a.0.2.1]", "[2001:db8:1:2:3:4:5:192.0.2.1]", "[2001:db8:1:2:3:192.0.2.1]", "[192.0.2.1]", "[192.0.2.1::]", "[example.com]", "[intranet]", "[v1.2001]", "[vF.a:b]", "[*]", "[2001:db8::*]", "[\"2001:db8::1\"]", "[2001:db8::1,2]", "[2001:db8::1;x]", "[2001%3Adb8::1]", "[2001:db8::%31]",
        "[2001:db8::1%eth0]", "[2001:db8::1%25eth0]", "[2001:db8::1%1]", "[2001:db8::1%251]", "[2001:db8::1%]", "[2001:db8::1%25]", "[[2001:db8::1]]", "[2001:db8::1", "2001:db8::1]", "]2001:db8::1[", "[2001:db8::1]]", "[[2001:db8::1]", "x[2001:db8::1]", "[2001:db8::1]x", "[2001:db8::1].", "[2001:db8::1].example", "[2001:db8::1]80", "[2001:db8::1][2001:db8::2]", "[2001:db8::1/64]", "[2001:db8::1?]", "[2001:db8::1#]", "(2001:db8::1)", "{2001:db8::1}", "<2001:db8::1>", "2001:db8::1", "2001:db8::", "2001:db8:0:0:0:0:0:1", "2001:db8::192.0.2.1",
    ];

    public static IEnumerable<CorpusUrl> All() => Seeds().Concat(NumericSpellings()).Concat(BadOctets()).Concat(IPv6());

    private static IEnumerable<CorpusUrl> Seeds() => CorpusUrl.Refuse(
        "a numeric host that is not four decimal octets",
        "http://0/", "http://1/", "http://1./", "http://00/", "http://0x/", "http://0x./", "http://0X/", "http://0xffffffff/", "http://4294967295/", "http://4294967296/", "http://99999999999999999999/", "http://0.0/", "http://1.2/", "http://1.2.3/", "http://1.2.3.4.5/", "http://1.2.3.4.5.6.7.8/", "http://example.1/", "http://example.com.1/", "http://example.com.0x1f/", "http://example.com.0x/", "http://example.007/", "http://a.b.c.255/", "http://192.0.2.example.1/", "http://0xcafe/", "http://0xCAFE.0XBABE/", "http://example.123:80/x", "http://192.0.2.0x1/", "http://192.0.0x2.1/", "http://_._._.1/", "http://-1.2.3.4/", "http://1e2.0.2.1/", "http://192.0.2.-1.5/");

    private static IEnumerable<CorpusUrl> NumericSpellings() =>
        from octets in Documentation
        let number = ((uint)octets[0] << 24) | ((uint)octets[1] << 16) | ((uint)octets[2] << 8) | octets[3]
        let dotted = string.Join('.', octets)
        let low = number & 0xFF_FFFF
        let octal = Convert.ToString(number, 8)
        from host in new[]
        {
            $"{number}", $"{number}.", $"0{number}", $"0x{number:x8}", $"0X{number:X8}", $"0x{number:x8}.", $"0x00{number:X8}", $"0{octal}", $"000{octal}", $"{octets[0]}.{low}", $"{octets[0]}.{octets[1]}.{number & 0xFFFF}", $"0x{octets[0]:x}.{low}", $"{octets[0]}.0x{low:x}",
            $"0x{octets[0]:x}.0x{octets[1]:x}.0x{octets[2]:x}.0x{octets[3]:x}", $"0{Convert.ToString(octets[0], 8)}.{octets[1]}.{octets[2]}.{octets[3]}", $"0{dotted}", $"{octets[0]}.{octets[1]:000}.{octets[2]}.{octets[3]}", $"{octets[0]}.{octets[1]}.{octets[2]}.0{octets[3]}", $"{octets[0]}.{octets[1]}.{octets[2]:0000}.{octets[3]}",
            $"{dotted}.", $"{dotted}..", $".{dotted}", $"{dotted}.0", $"{octets[0]}.{octets[1]}.{octets[2]}", $"{octets[0]}.{octets[1]}.{octets[2]}.", $"{octets[0]}..{octets[2]}.{octets[3]}", $"www.{dotted}", $"a{dotted}",
        }
        from tail in Tails
        select new CorpusUrl($"http://{host}{tail}", false, "a numeric host that is not four decimal octets");

    private static IEnumerable<CorpusUrl> BadOctets() =>
        from bad in BadOctet
        from position in Enumerable.Range(0, 4)
        let octets = Enumerable.Range(0, 4).Select(i => i == position ? bad : $"{Documentation[0][i]}")
        select new CorpusUrl($"http://{string.Join('.', octets)}/", false, "an octet over 255 or with a leading zero");

    private static IEnumerable<CorpusUrl> IPv6() =>
        from host in BadIPv6
        from tail in Tails
        select new CorpusUrl($"http://{host}{tail}", false, "not a bracketed IPv6 address");
}
