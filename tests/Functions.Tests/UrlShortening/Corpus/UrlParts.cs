namespace Serverless.Functions.Tests.UrlShortening.Corpus;

/// <summary>Parts that are fine in any combination: whatever is drawn from each list, the URL must be accepted.</summary>
internal static class UrlParts
{
    public static readonly UrlPart[] Schemes =
    [
        ("https://", ""), ("http://", ""), ("HTTPS://", "scheme in capitals"), ("HTTP://", "scheme in capitals"), ("hTtPs://", "scheme in mixed case"), ("Http://", "scheme in mixed case"),
    ];

    public static readonly UrlPart[] Hosts =
    [
        ("example.com", ""), ("www.example.org", ""), ("shop.test", ""), ("missing.invalid", ""),
        ("EXAMPLE.Com", "host in mixed case"), ("example.com.", "trailing dot"), ("intranet", "single-label host"),
        ("a.b.c.d.e.f.g.h.example", "many labels"), ("my_service.test", "underscore in the host"), ("_dmarc.example", "underscore in the host"),
        ("-leading.example", "hyphen at a label's edge"), ("trailing-.example", "hyphen at a label's edge"), ("a--b.example", "double hyphen"),
        ("xn--mnchen-3ya.example", "punycode host"), ("XN--E1AFMKFD.example", "punycode host"), ("xn--fsqu00a.xn--0zwm56d", "punycode host"),
        ("0xcafe.example", "name like a number"), ("1e3", "name like a number"), ("192.0.2.1.example", "name like an address"),
        (Filler.Label(63) + ".example", "label of 63"), (Filler.Host(253), "host of 253"),
        ("192.0.2.1", "IPv4 address"), ("198.51.100.255", "IPv4 address"), ("203.0.113.0", "IPv4 address"),
        ("[2001:db8::1]", "IPv6 address"), ("[2001:DB8:0:0:0:0:0:A]", "IPv6 address"), ("[2001:db8::192.0.2.33]", "IPv6 address"),
    ];

    public static readonly UrlPart[] Ports =
    [
        ("", ""), ("", ""), ("", ""), (":", "empty port"), (":80", "default port given"), (":443", "default port given"), (":8080", ""),
        (":1", "port at its limit"), (":65535", "port at its limit"), (":00080", "leading zeros in the port"), (":0000065535", "leading zeros in the port"),
    ];

    /// <summary>Each is empty or begins with a slash.</summary>
    public static readonly UrlPart[] Paths =
    [
        ("", "no path"), ("/", ""), ("/a/b/c.html", ""), ("/a/./b/../c", "dot segments"), ("/../../etc/passwd", "dot segments"), ("/%2e%2E/%2e/", "encoded dot segments"),
        ("//", "empty segments"), ("/a//b///c", "empty segments"), ("/a/b//", "empty segments"), ("/cars;colour=red;doors=4/list;page=2", "matrix parameters"), ("/;a=1;b;c=;=d", "matrix parameters"),
        ("/a+b", "plus sign"), ("/a%20b%2Bc+d", "plus and encoded plus"), ("/caf%C3%A9/%e2%82%AC", "encoded UTF-8"), ("/caf%E9", "encoded Latin-1"), ("/%C0%AF%C0%AE", "overlong UTF-8"),
        ("/100%", "bare percent sign"), ("/%zz/%u00E4", "broken escapes"), ("/%00/%0d%0a", "encoded control characters"), ("/a%2Fb%5Cc", "encoded slashes"), ("/%252F%25252f", "escaped more than once"),
        ("/@user/:id/$ref", "reserved characters in the path"), ("/(a),*'!~&=", "reserved characters in the path"), ("/<{[|^`\"]}>", "characters outside RFC 3986 in the path"), ("/a:b@c:80", "at sign in the path"),
        ("/https://example.com:443/x", "URL in the path"), ("/x.php/extra/path", "path information"), ("/wiki/A_|_B_(C)", "title with a bar"), ("/" + new string('p', 300), "long path"),
    ];

    /// <summary>Each is empty or begins with a question mark.</summary>
    public static readonly UrlPart[] Queries =
    [
        ("", ""), ("?", "empty query"), ("?a=1&b=2", ""), ("??a=1?b=2??", "several question marks"), ("?a[]=1&a[]=2&b[x][y]=3", "brackets in the query"), ("?&&a&=&==b&", "empty parameters"),
        ("?a=1;b=2;c", "semicolons in the query"), ("?q=a+b%20c%2Bd", "plus and encoded plus"), ("?q=%e4%F6%fc", "encoded Latin-1"), ("?q=%F0%9f%98%80", "encoded emoji"), ("?q=50%&r=%", "bare percent sign"),
        ("?q=%%%2&r=%g0", "broken escapes"), ("?u=https://a.test/?b=c&d=e", "URL in the query"), ("?u=https%3A%2F%2Fa.test%2F%3Fb%3Dc", "encoded URL in the query"), ("?u=https%253A%252F%252Fa.test", "escaped more than once"),
        ("?mail=a.b+c@example.com", "at sign in the query"), ("?js=javascript:alert(1)", "script in the query"), (@"?p=C:\dir\file.txt", "backslash in the query"), ("?j={\"a\":[1,{\"b\":null}]}", "JSON in the query"),
        ("?x=<b>^`|</b>", "characters outside RFC 3986 in the query"), ("?b=YWJj+/8=&c==", "base64"), ("?../../a/./b", "dots in the query"), ("?a=1&a=1&A=1", "repeated parameters"),
        ("?utm_source=a&utm_medium=b&gclid=Cj0K-_x", "tracking parameters"), ("?q=" + new string('q', 1_000), "long query"),
    ];

    /// <summary>Each is empty or begins with a number sign.</summary>
    public static readonly UrlPart[] Fragments =
    [
        ("", ""), ("", ""), ("#", "empty fragment"), ("#top", ""), ("#!/a/b?c=d", "hash-bang"), ("#/route/1?x=y&z", "route in the fragment"), ("#:~:text=a%20b,c-,d", "text fragment"),
        ("##a#b", "several number signs"), ("#a@b.test", "at sign in the fragment"), (@"#\a\b", "backslash in the fragment"), ("#access_token=eyJ.a-b_c&expires_in=3600", "token in the fragment"),
        ("#%c3%A4%zz%", "broken escapes"), ("#<{[|^`\"]}>", "characters outside RFC 3986 in the fragment"), ("#../..//", "dots in the fragment"),
    ];
}
