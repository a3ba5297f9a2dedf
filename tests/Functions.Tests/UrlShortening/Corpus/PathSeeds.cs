namespace Serverless.Functions.Tests.UrlShortening.Corpus;

/// <summary>Paths that a parser would like to normalise, and paths that carry data.</summary>
internal static class PathSeeds
{
    public static IEnumerable<CorpusUrl> All() => DotSegments().Concat(EmptySegments()).Concat(Matrix()).Concat(Titles()).Concat(Maps()).Concat(Marks());

    private static IEnumerable<CorpusUrl> DotSegments() => CorpusUrl.Accept(
        "dot segments",
        "https://example.com/.", "https://example.com/..", "https://example.com/./", "https://example.com/../", "https://example.com/a/..", "https://example.com/a/../..", "https://example.com/a/./b/", "https://example.com/...", "https://example.com/a/.../b", "https://example.com/.a/..b/a./b..",
        "https://example.com/%2e", "https://example.com/%2E%2E/a", "https://example.com/.%2e/", "https://example.com/%2e./", "https://example.com/a/%2e%2e%2fb", "https://example.com/..;/admin", "https://example.com/..;a=b/..", "https://example.com/.;/x", "https://example.com/..%00/", "https://example.com/..%5c..%5c", "https://example.com/.well-known/acme-challenge/a_b-c", "https://example.com/.git/HEAD");

    private static IEnumerable<CorpusUrl> EmptySegments() => CorpusUrl.Accept(
        "empty segments",
        "https://example.com//", "https://example.com///", "https://example.com//a", "https://example.com/a//", "https://example.com/a//b", "https://example.com//example.org/", "https://example.com///example.org//", "https://example.com/a/%2F/b", "https://example.com/%2F%2f", "https://example.com//..//.//", "https://example.com//?//#//", "https://example.com", "https://example.com?", "https://example.com#", "https://example.com/?#");

    private static IEnumerable<CorpusUrl> Matrix() => CorpusUrl.Accept(
        "matrix parameters",
        "https://example.com/cars;colour=red", "https://example.com/cars;colour=red;doors=4/wheels;size=17", "https://example.com/cars;colour=red,blue;x", "https://example.com/;", "https://example.com/;;a", "https://example.com/a;", "https://example.com/a;b=c?d=e;f=g#h;i", "https://example.com/app;jsessionid=0A1B2C.node1?x=1", "https://example.com/index.jsp;JSESSIONID=1!2!3", "https://example.com/a;v=1.0/b;v=%3B/c;v=;",
        "https://example.com/(S(abcdefghijklmnopqrstuvwx))/page.aspx", "https://example.com/a,b,c/d=e/f:g", "https://example.com/page.aspx/Method?x", "https://ftp.example/file.txt;type=i");

    private static IEnumerable<CorpusUrl> Titles() => CorpusUrl.Accept(
        "title in the path",
        "https://wiki.example/wiki/C++", "https://wiki.example/wiki/C_Sharp_(programming_language)", "https://wiki.example/wiki/AC/DC", "https://wiki.example/wiki/Who's_Afraid_of_Virginia_Woolf%3F", "https://wiki.example/wiki/A|B", "https://wiki.example/w/index.php?title=A|B_(C)&action=edit&section=T-1", "https://wiki.example/wiki/Talk:Main_Page#A_|_B", "https://wiki.example/wiki/%22Weird_Al%22_Yankovic", "https://wiki.example/wiki/\"Heroes\"",
        "https://wiki.example/wiki/K%C3%B6ln", "https://wiki.example/wiki/%D0%9C%D0%BE%D1%81%D0%BA%D0%B2%D0%B0", "https://wiki.example/wiki/%e6%9d%b1%E4%BA%AC", "https://wiki.example/wiki/Special:Search/a%20b", "https://wiki.example/wiki/*NSYNC", "https://wiki.example/wiki/.NET", "https://wiki.example/wiki/...And_Justice_for_All", "https://wiki.example/wiki/M*A*S*H", "https://wiki.example/wiki/$", "https://wiki.example/wiki/%25", "https://wiki.example/wiki/~", "https://wiki.example/wiki/@", "https://wiki.example/wiki/:Category:X", "https://wiki.example/wiki/2+2=5", "https://wiki.example/wiki/0.999...", "https://wiki.example/w/api.php?titles=A|B|C&prop=info|links&format=json",
        "https://news.example/2026/07/01/was-it-%e2%80%98true%e2%80%99-or-%e2%80%9cfalse%e2%80%9d/", "https://news.example/article,1234,title.html", "https://forum.example/t/%F0%9F%98%80-title/123/4?u=a", "https://blog.example/?p=123&preview=true", "https://pub.example/doi/10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O");

    private static IEnumerable<CorpusUrl> Maps() => CorpusUrl.Accept(
        "map",
        "https://maps.example/maps/place/Brandenburg+Gate/@52.5162746,13.3777041,17z/data=!3m1!4b1!4m6!3m5!1s0x47a851c655f20989:0x26bbfb4e84674c63!8m2!3d52.5162746!4d13.3777041!16zL20vMDJ2bHM?entry=ttu", "https://maps.example/maps/dir/A+St+1,+1000+B/C%20D/@0,0,3z/data=!4m2!4m1!3e0", "https://maps.example/maps?q=loc:52.5,13.4+(A+%26+B)&ll=52.5,13.4&z=17&t=h&output=embed", "https://maps.example/?api=1&query=47.5951518%2C-122.3316393", "https://osm.example/#map=17/52.51628/13.37770&layers=C",
        "https://maps.example/maps/@?api=1&map_action=pano&viewpoint=48.857832,2.295226&heading=-45&pitch=38", "https://maps.example/maps/embed?pb=!1m18!1m12!1m3!1d2428!2d13.3!3d52.5!2m3!1f0!2f0!3f0!3m2!1i1024!2i768!4f13.1!3m3!1m2!1s0x0%3A0x0!2zNTLCsDMw!5e0!3m2!1sen!2sde", "https://tiles.example/{z}/{x}/{y}.png", "https://tiles.example/wmts?bbox=-180,-90,180,90&crs=EPSG:4326", "https://tiles.example/map/[12.3,45.6]/zoom=5");

    private static IEnumerable<CorpusUrl> Marks() => CorpusUrl.Accept(
        "marks in the path",
        "https://example.com/@user", "https://example.com/@scope/package@1.0.0", "https://example.com/user:password@example.org/", "https://example.com/a@b:c", "https://example.com/:80", "https://example.com/a:b", "https://example.com/!$&'()*+,;=:@-._~", "https://example.com/[a]/{b}/<c>", "https://example.com/^a^/`b`", "https://example.com/\"a\"", "https://example.com/a|b", "https://example.com/a+b", "https://example.com/a%20b", "https://example.com/a%2Bb", "https://example.com/a%2bb+c%20d",
        "https://example.com/~user/", "https://example.com/%7Euser/", "https://example.com/*", "https://example.com/-/", "https://example.com/_", "https://example.com/=", "https://example.com/&", "https://example.com/&amp;", "https://example.com/a&b=c", "https://example.com/100%", "https://example.com/%41%62%63", "https://example.com/con/aux.txt/nul", "https://example.com/javascript:alert(1)", "https://example.com/data:text/plain,a", "https://example.com/http://example.org", "https://example.com/http%3A%2F%2Fexample.org",
        "https://chat.example/_matrix/media/v3/download/example.com/AbC?x", "https://chat.example/#/#room:example.com", "https://git.example/a/b/compare/main...feat/x%23y", "https://git.example/a/b/blob/main/src/%5Bid%5D.tsx#L1-L20", "https://git.example/a/b/src/[[...slug]]/page.tsx", "https://git.example/a/b@{1.day.ago}", "https://paste.example/raw/<id>", "https://example.com/a%0Ab", "https://example.com/a%09b", "https://example.com/%00", "https://example.com/%7f");
}
