using Serverless.Core;
using Serverless.Core.Access;
using Serverless.Core.RateLimiting;
using Serverless.Core.RateLimiting.Routing;

namespace Serverless.Torture.Fuzzing;

/// <summary>Scopes, continuations, identities and routes.</summary>
public sealed class AccessTextsFuzz
{
    [Fact]
    public void A_scope_is_read_or_refused() => Fuzz.Try(
        Texts.Around(["links", "publish:orders", "publish:orders-*", "ratelimit.check:*", "admin"], ":", "*", ".", "admin"), text =>
        {
            if (Scope.TryParse(text, out var scope))
            {
                Assert.Equal(scope, Scope.Parse(scope.ToString()));
                Assert.True(scope.Covers(ScopeNames.Admin, null) == (text == ScopeNames.Admin || text.StartsWith("admin:", StringComparison.Ordinal)));
            }
        });

    [Fact]
    public void A_continuation_is_read_or_refused() => Fuzz.Try(
        Texts.Around([Continuation.Encode("a"), Continuation.Encode("a", "b"), Continuation.Encode("ü\0", ""), "____"], "=", "-", "_", "/"), text =>
        {
            foreach (var parts in Enumerable.Range(1, 3))
            {
                if (Continuation.Decode(text, parts) is { } decoded)
                {
                    Assert.Equal(decoded, Continuation.Decode(Continuation.Encode(decoded), parts));
                }
            }
        });

    [Fact]
    public void The_words_of_an_identity_are_read_or_refused() => Fuzz.Try(
        Texts.Around(["user", "apiKey", "ip", "global", "header:x-tenant", "header:"], "header:", ":", " ", "\r\n", "7", ","), text =>
        {
            if (IdentityNames.TryParse(text, out var kind, out var header))
            {
                Assert.True(Enum.IsDefined(kind));
                Assert.Equal(kind == IdentityKind.Header, header is not null);
                Assert.DoesNotContain(header ?? "", character => character is <= ' ' or ':' or >= '\u007F');
            }
        });

    [Fact]
    public void A_route_is_refused_or_has_a_shape() => Fuzz.Try(
        Texts.Around(["orders/{id}", "{*rest}", "a/{b}/c/{d}", "orders/{id:int}", "{x?}", "{x=1}", "a{b}c", "..", "~/x", "/x"], "{", "}", "*", "**", "/", "//", "?", "=", ":", "%2f", "\\"), text =>
        {
            if (ApiRoute.Refuse(text) is null)
            {
                Assert.NotNull(new ApiRoute(text).Shape);
                Assert.True(text.Length <= ApiRoute.MaxLength);
            }
        });
}
