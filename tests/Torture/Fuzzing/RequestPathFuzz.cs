using CsCheck;
using Serverless.Core.RateLimiting.Routing;

namespace Serverless.Torture.Fuzzing;

/// <summary>Paths that an attacker would send through the gateway.</summary>
public sealed class RequestPathFuzz
{
    private static readonly Gen<string> Paths = Texts.Around(
        ["/orders/7", "/a%20b/c", "/%C3%BC", "/..%2f..", "/a/../b", "/a//b", "/%2e%2e/x", "/a;x/..;y", "/%252f", "/a%5cb", "/%c0%af", "/%ff"],
        "/", "..", ".", "%", "%2f", "%2F", "%5c", "%2e", "%00", "%25", ";", "\\", "?", "#", "%e2%80%ae", "@");

    [Fact]
    public void What_is_forwarded_has_one_meaning() => Fuzz.Try(Paths, raw =>
    {
        var (path, reason) = RequestPath.Decode(raw);
        Assert.Equal(path is null, reason is not null);
        if (path is null)
        {
            return;
        }

        var sent = RequestPath.Encode(path);
        Assert.Equal(path, RequestPath.Decode("/" + sent).Path);
        Assert.DoesNotContain(sent, character => character is <= ' ' or '\\' or '?' or '#' or >= '\u007F');
        var resolved = new Uri("http://upstream/" + sent);
        Assert.Equal("/" + sent, resolved.AbsolutePath);
        Assert.Equal(("upstream", ""), (resolved.Host, resolved.Query));
    });
}
