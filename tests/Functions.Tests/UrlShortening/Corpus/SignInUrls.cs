namespace Serverless.Functions.Tests.UrlShortening.Corpus;

/// <summary>OAuth, OpenID and other redirects, whose parameters carry URLs of their own.</summary>
internal static class SignInUrls
{
    public static IEnumerable<CorpusUrl> All() => OAuth().Concat(Redirectors());

    private static IEnumerable<CorpusUrl> OAuth() => CorpusUrl.Accept(
        "OAuth redirect",
        "https://login.example/oauth2/v2.0/authorize?client_id=00000000-0000-0000-0000-000000000000&response_type=code&redirect_uri=https%3A%2F%2Fapp.example%2Fcallback%3Ftenant%3Da%26next%3D%252Fhome%253Ftab%253D1&scope=openid%20profile%20offline_access&state=a%3Db%26c%3Dd&nonce=n-0S6_WzA2Mj",
        "https://login.example/authorize?response_type=code+id_token&scope=openid+email&redirect_uri=https://app.example/cb?x=1&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256",
        "https://app.example/callback?code=4/0AbCD_eF-gH&scope=email%20https://auth.example/userinfo.email&authuser=0&prompt=none",
        "https://app.example/callback?error=access_denied&error_description=The+user+said+%22no%22%0D%0A&state=",
        "https://app.example/cb#access_token=2YotnFZFEjr1zCsicMWpAA&state=xyz&token_type=bearer&expires_in=3600",
        "https://login.example/common/wsfed?wa=wsignin1.0&wtrealm=urn:app:example&wctx=rm=0&id=passive&ru=%2fhome%2f&wct=2026-07-01T00:00:00Z",
        "https://login.example/openid?openid.ns=http://specs.example/auth/2.0&openid.mode=checkid_setup&openid.return_to=https://app.example/?a=b&openid.ax.type.email=http://axschema.example/contact/email",
        "https://login.example/authorize?redirect_uri=com.example.app:/oauth2redirect&redirect_uri=com.example.app%3A%2F%2Fcb",
        "https://login.example/authorize?request=eyJhbGciOiJub25lIn0.eyJpc3MiOiJzNkJoZFJrcXQzIn0.&claims={%22id_token%22:{%22acr%22:null}}",
        "https://login.example/logout?post_logout_redirect_uri=http%3A%2F%2F%5B2001%3Adb8%3A%3A1%5D%3A8080%2F&id_token_hint=a.b.c",
        "https://login.example/authorize?scope=api://00000000-0000-0000-0000-000000000000/.default",
        "https://login.example/device?user_code=WDJB-MJHT");

    private static IEnumerable<CorpusUrl> Redirectors() => CorpusUrl.Accept(
        "redirector",
        "https://www.search.example/url?sa=t&rct=j&q=&esrc=s&source=web&cd=&cad=rja&ved=2ahUKEwj&url=https%3A%2F%2Fexample.com%2F%3Fa%3D1%26b%3D2&usg=AOvVaw0",
        "https://l.social.example/l.php?u=https%3A%2F%2Fexample.com%2F%3Ffbclid%3DIwAR0_a-b&h=AT0&s=1",
        "https://safelinks.example/?url=https%3A%2F%2Fexample.com%2F&data=05%7C01%7Cuser%40example.com%7C0%7C0%7C638&sdata=aB%2B%3D&reserved=0",
        "https://defense.example/v2/url?u=https-3A__example.com_path-3Fa-3D1&d=DwMFaQ&c=a_b-c&r=x&m=y&s=z&e=",
        "https://defense.example/v3/__https://example.com/a?b=c__;JSU!!abc!def$",
        "https://web.archive.example/web/20260701000000*/http://example.com/",
        "https://web.archive.example/web/20260701000000id_/https://example.com/?a=b#c",
        "https://translate.example/translate?sl=auto&tl=en&u=http://example.com/%C3%BC?x=%26",
        "https://validator.example/check?uri=http%3A%2F%2Fexample.com%2F%23frag&doctype=Inline",
        "https://cache.example/search?q=cache:AbC123:https://example.com/+query+words&cd=1",
        "https://proxy.example/-----https://example.com:443/a//b",
        "https://go.example/?//example.com",
        "https://go.example//evil.example/%2F%2Fevil.example",
        "https://go.example/?next=//evil.example&next=/\\evil.example&next=https:evil.example",
        "https://go.example/?to=http://user:password@example.com/",
        "https://go.example/https:/example.com/one/slash",
        "http://http://example.com/",
        "https://https://example.com/?twice",
        "http://https/example.com");
}
