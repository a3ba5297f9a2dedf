namespace Serverless.Functions.Tests.UrlShortening.Corpus;

/// <summary>Queries as found in the wild: structured names, data of every sort, tracking, searches.</summary>
internal static class QuerySeeds
{
    public static IEnumerable<CorpusUrl> All() => Structured().Concat(Data()).Concat(Dangerous()).Concat(Tracking()).Concat(Searches());

    private static IEnumerable<CorpusUrl> Structured() => CorpusUrl.Accept(
        "structured query",
        "https://example.com/?a[]=1&a[]=2", "https://example.com/?a%5B%5D=1&a%5b%5d=2", "https://example.com/?filter[name][$regex]=^a.*$", "https://example.com/?a.b.c=1&a:b=2&a/b=3", "https://example.com/?a=1,2,3&b=1|2|3&c=(1,2)",
        "https://example.com/?a=1&amp;b=2", "https://example.com/?a;b;c", "https://example.com/?=", "https://example.com/?&", "https://example.com/?=&=", "https://example.com/?a", "https://example.com/?a=", "https://example.com/?=a", "https://example.com/?a==b",
        "https://example.com/?a=b?c=d?e=f", "https://example.com?a=/../b/./c", "https://example.com??", "https://example.com/???x", "https://example.com/?0", "https://example.com/?a=%00&b=%26&c=%3D",
        "https://odata.example/Products?$filter=Name%20eq%20'O''Neil'%20and%20Price%20gt%2010&$expand=Category($select=Name)&$orderby=Price%20desc", "https://odata.example/Products(1)/Name/$value?$format=application/json;odata=verbose",
        "https://api.example/v1/items?fields=id,name,owner(id,name)&sort=-created,+name&page[size]=10&page[after]=eyJpZCI6MX0=", "https://api.example/graphql?query={user(id:\"1\"){name,friends(first:10){edges{node{name}}}}}", "https://api.example/search?range=2026-01-01T00:00:00+02:00..2026-12-31T23:59:59Z",
        "https://api.example/?jsonp=callback&_=1782864000000", "https://api.example/?callback=?", "https://fonts.example/css2?family=Roboto:ital,wght@0,400;0,700;1,400&family=Open+Sans:wght@300..800&display=swap", "https://fonts.example/css?family=Lato:400,700|Droid+Sans:b,i&subset=latin,greek");

    private static IEnumerable<CorpusUrl> Data() => CorpusUrl.Accept(
        "data in the query",
        """https://example.com/?j={"a":1,"b":[true,null,"c"]}""", "https://example.com/?j=%7B%22a%22%3A%22b%5Cn%22%7D", """https://example.com/?j={"path":"C:\\dir\\file","q":"\"x\""}""", "https://example.com/?x=<?xml%20version=\"1.0\"?><a/>",
        "https://example.com/?b64=SGVsbG8sIFdvcmxkIQ==", "https://example.com/?b64=+/+/+/8=", "https://example.com/?b64url=-_-_-_8", "https://example.com/?b64=%2B%2F%3D&b64=%2b%2f%3d", "https://example.com/?h=0xDEADBEEF&c=#fff", "https://example.com/?c=%23fff&t=%26nbsp%3B",
        "https://example.com/?id={00000000-0000-0000-0000-000000000000}", "https://example.com/?id=urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "https://example.com/?mailto=a.b+tag@example.com&cc=x@y.test,z@y.test", "https://example.com/?mailto:someone@example.com?subject=Hi%20there&body=a%0D%0Ab",
        "https://example.com/?t=12:30:00&d=01/02/2026&tz=+01:00", "https://example.com/?price=$9.99&off=50%&qty=>5", "https://example.com/?ua=Mozilla/5.0+(X11;+Linux+x86_64)", "https://example.com/?re=^(a|b)*[^c]{1,3}\\d+$", "https://example.com/?latlng=-33.8688,+151.2093", "https://example.com/?emoji=%F0%9F%91%A9%E2%80%8D%F0%9F%92%BB",
        "https://example.com/?sid=ABCDEF0123456789;jsessionid=1", "https://example.com/app?PHPSESSID=0a1b&ASPSESSIONIDQQ=XYZ&CFID=1&CFTOKEN=2", "https://example.com/?__VIEWSTATE=%2FwEPDwUKLTY=", "https://example.com/?magnet:?xt=urn:btih:c12fe1c06bba254a9dc9f519b335aa7c1367a88a&dn=a+b&tr=udp://t.example:80");

    private static IEnumerable<CorpusUrl> Dangerous() => CorpusUrl.Accept(
        "hostile text in the query",
        "https://example.com/?u=javascript:alert(document.cookie)", "https://example.com/?u=data:text/html;base64,PHNjcmlwdD4=", "https://example.com/?q=<script>alert('1')</script>", "https://example.com/?q=%3Cscript%3E", "https://example.com/?q=\"><img/src=x/onerror=alert(1)>", "https://example.com/?q=';DROP%20TABLE%20links;--",
        "https://example.com/?q=1'or'1'='1", "https://example.com/?q={{7*7}}${7*7}<%=7*7%>", "https://example.com/?q=${jndi:ldap://a.test/x}", "https://example.com/?q=%0d%0aSet-Cookie:%20a=b", "https://example.com/?q=%0aLocation:%20https://evil.test/", "https://example.com/?f=../../../../etc/passwd%00.png",
        "https://example.com/?f=..\\..\\windows\\win.ini", "https://example.com/?f=file:///etc/passwd", "https://example.com/?f=\\\\server\\share", "https://example.com/?q=`id`;$(id)|id&&id", "https://example.com/?q=%s%n%x%d", "https://example.com/?q={0}{1}{}", "https://example.com/?u=http://169.254.169.254/", "https://example.com/?a=\\",
        "https://example.com?\\", "https://example.com/?x=</title>", "https://example.com/?q=*)(uid=*))(|(uid=*", "https://example.com/?q=__proto__[x]=1&constructor.prototype.x=1", "https://example.com/?q=%EF%BC%9Cscript%EF%BC%9E", "https://example.com/?q=%E2%80%AEtxt.exe");

    private static IEnumerable<CorpusUrl> Tracking() => CorpusUrl.Accept(
        "tracking parameters",
        "https://shop.example/p/123?utm_source=newsletter&utm_medium=e-mail&utm_campaign=spring%20sale%21&utm_term=a+b&utm_content=%7Bcreative%7D", "https://shop.example/?gclid=EAIaIQobChMI_a-bEAAYASAAEgI&gbraid=0AAA&wbraid=Cj8K", "https://shop.example/?fbclid=IwAR0aBcD_-&igshid=MzRlODBiNWFlZA==", "https://shop.example/?mc_cid=0a1b&mc_eid=[UNIQID]",
        "https://shop.example/?_hsenc=p2ANqtz-_&_hsmi=1&hsCtaTracking=a%7Cb", "https://shop.example/dp/B000000000/ref=sr_1_1?ie=UTF8&qid=1782864000&sr=8-1&keywords=a+b&psc=1", "https://shop.example/itm/1?hash=item1:g:~aBcAAOSw&amdata=enc%3A1", "https://ads.example/click;h=v8/3b/0;~okv=;sz=300x250;ord=[timestamp]?https://shop.example/",
        "https://ads.example/aclk?sa=L&ai=DChcSEwj&adurl={lpurl}?x={keyword}", "https://t.example/e?%%PATTERN:x%%&cb=%%CACHEBUSTER%%", "https://track.example/?~channel=a&~feature=b&$deeplink_path=c&%24fallback_url=d", "https://track.example/o.gif?e=*|UNIQID|*&l=*|LIST:UID|*");

    private static IEnumerable<CorpusUrl> Searches() => CorpusUrl.Accept(
        "search",
        "https://search.example/search?q=%22exact+phrase%22+-not+site:example.com+filetype:pdf&tbs=qdr:y,sbd:1", "https://search.example/?q=c%23+c%2B%2B+f#", "https://search.example/?q=C++", "https://search.example/?q=what+is+100%25+of+%C2%BD%3F", "https://search.example/?q=%E6%97%A5%E6%9C%AC&ie=UTF-8&oe=Shift_JIS", "https://search.example/?q=%93%FA%96%7B&ie=Shift_JIS",
        "https://search.example/?q=AT%26T&q2=AT&T", "https://code.example/search?q=repo:a/b+path:**/*.cs+/regex\\s+/&type=code", "https://jobs.example/?l=Z%C3%BCrich&radius=25&salary=>100000", "https://log.example/app/discover#/?_g=(filters:!(),time:(from:now-15m,to:now))&_a=(query:(language:kuery,query:'a:\"b\"'))",
        "https://grafana.example/explore?left={\"queries\":[{\"expr\":\"rate(x[5m])\"}],\"range\":{\"from\":\"now-1h\"}}", "https://tickets.example/issues/?jql=project%20=%20A%20AND%20status%20!=%20Done%20ORDER%20BY%20created");
}
