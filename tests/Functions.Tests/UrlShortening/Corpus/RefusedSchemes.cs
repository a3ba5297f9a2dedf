namespace Serverless.Functions.Tests.UrlShortening.Corpus;

/// <summary>Everything that does not begin with http:// or https:// and a host.</summary>
internal static class RefusedSchemes
{
    public static IEnumerable<CorpusUrl> All() => Scripts().Concat(Others()).Concat(Relative()).Concat(Slashes()).Concat(NoHost());

    private static IEnumerable<CorpusUrl> Scripts() => CorpusUrl.Refuse(
        "a scheme that can run script or carry its own content",
        "javascript:alert(1)", "JavaScript:alert(1)", "JAVASCRIPT://example.com/%0aalert(1)", "javascript:https://example.com/", "javascript:void(0)", "javascript:", "vbscript:msgbox(1)", "VBScript:x", "livescript:x", "data:text/html,<script>alert(1)</script>", "data:text/html;base64,PHNjcmlwdD4=", "DATA:,x", "data:", "blob:https://example.com/00000000-0000-0000-0000-000000000000", "filesystem:https://example.com/temporary/a", "about:blank", "about:srcdoc", "view-source:https://example.com/", "jar:https://example.com/a.jar!/b", "feed:https://example.com/", "mhtml:https://example.com/");

    private static IEnumerable<CorpusUrl> Others() => CorpusUrl.Refuse(
        "another scheme",
        "ftp://example.com/a", "FTP://example.com/", "ftps://example.com/", "sftp://example.com/", "file:///etc/passwd", "file://example.com/share", "FILE:///C:/a", "mailto:user@example.com", "mailto:user@example.com?subject=https://example.com/", "ws://example.com/", "wss://example.com/", "tel:+15550100", "sms:+15550100?body=x", "urn:isbn:0451450523", "urn:example:a", "magnet:?xt=urn:btih:0", "gopher://example.com/", "ldap://example.com/", "ssh://example.com/", "git://example.com/a.git", "git+https://example.com/a.git", "svn+ssh://example.com/", "telnet://example.com/", "irc://example.com/", "news:example", "nntp://example.com/", "rtsp://example.com/", "redis://example.com/", "s3://bucket/key", "gs://bucket/key", "ipfs://bafy/", "intent://example.com/#Intent;scheme=https;end", "android-app://com.example/", "itms-apps://example.com/", "ms-word:ofe|u|https://example.com/a.docx", "chrome://settings", "moz-extension://a/b", "steam://run/1", "slack://open", "com.example.app:/callback", "custom+scheme-1.0://example.com/", "x://example.com/", "web+http://example.com/", "res://a/b", "ms-appx:///a", "shttp://example.com/", "httpx://example.com/", "httpss://example.com/", "https2://example.com/", "http+unix://example.com/", "http-s://example.com/", "http.://example.com/", "ttp://example.com/", "htp://example.com/", "hxxp://example.com/", "hxxps://example.com/", "htttps://example.com/", "xhttps://example.com/", "1http://example.com/", "url:https://example.com/", "url=https://example.com/", "<https://example.com/>", "(https://example.com/)", "\"https://example.com/\"", "'https://example.com/'", "https%3A%2F%2Fexample.com%2F", "https%3a//example.com/", "%68ttp://example.com/", "&#104;ttp://example.com/");

    private static IEnumerable<CorpusUrl> Relative() => CorpusUrl.Refuse(
        "no scheme",
        "", "/", "/path", "/path?query#fragment", "path", "./path", "../path", "?", "?query", "#", "#fragment", "//", "//example.com", "//example.com/x", "///example.com/x", "example.com", "example.com/x", "example.com:80/x", "www.example.com", "192.0.2.1", "192.0.2.1/x", "[2001:db8::1]/", "://example.com/", ":", ":/", "://", "user@example.com", ".", "..", "*", "%", "null", "undefined", "[object", "0", "http", "https", "HTTP", "h", "@", ";", "a//b", "intranet/x");

    private static IEnumerable<CorpusUrl> Slashes() => CorpusUrl.Refuse(
        "not two slashes after the scheme",
        "http:", "https:", "http:/", "https:/", "http:x", "https:x", "http:/x", "https:/x", "http:example.com", "https:example.com/", "http:/example.com", "https:/example.com/", "http//example.com/", "https//example.com", "http:?//example.com", "https:#//example.com/", "http;//example.com/", "http.//example.com/", "http:.//example.com/", "http:/./example.com/", "http:%2F%2Fexample.com/", "http:/%2fexample.com/", "http::/example.com/", "http::80//example.com/", "http:|example.com", "https:443//example.com/", "http=//example.com/", "http:+//example.com/");

    private static IEnumerable<CorpusUrl> NoHost() => CorpusUrl.Refuse(
        "no host",
        "http://", "https://", "HTTPS://", "http:///", "https:///", "http:///x", "https:////x", "http:///example.com/", "https:////example.com/", "http://?", "http://?x", "http://#", "http://#x", "https://?#", "http://:", "http://:80", "http://:80/", "http://:/", "http://://", "http://:443?x", "http:///?x", "http:///#x", "https://:65535/x");
}
