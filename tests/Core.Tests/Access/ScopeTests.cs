using CsCheck;
using Serverless.Core.Access;

namespace Serverless.Core.Tests.Access;

/// <summary>What a scope covers.</summary>
public sealed class ScopeTests
{
    [Theory]
    [InlineData("links", "links", null, true)]
    [InlineData("links", "admin", null, false)]
    [InlineData("admin", "links", null, true)]
    [InlineData("admin", "publish", "orders", true)]
    [InlineData("publish", "publish", "orders", true)]
    [InlineData("publish", "subscribe", "orders", false)]
    [InlineData("publish:orders", "publish", "orders", true)]
    [InlineData("publish:orders", "publish", "Orders", false)]
    [InlineData("publish:orders", "publish", "orders-eu", false)]
    [InlineData("publish:orders", "publish", null, false)]
    [InlineData("ratelimit.check:payments-*", "ratelimit.check", "payments-eu", true)]
    [InlineData("ratelimit.check:payments-*", "ratelimit.check", "payments-", true)]
    [InlineData("ratelimit.check:payments-*", "ratelimit.check", "payment", false)]
    [InlineData("publish:*", "publish", "anything", true)]
    public void Covers_what_it_names(string scope, string permission, string? resource, bool covered) =>
        Assert.Equal(covered, Scope.Parse(scope).Covers(permission, resource));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Links")]
    [InlineData("everything")]
    [InlineData("publish:")]
    [InlineData("publish:a b")]
    [InlineData("publish:a*b")]
    [InlineData("publish:a:b")]
    [InlineData("*")]
    [InlineData("links:*")]
    [InlineData("links:spring-sale")]
    [InlineData("admin:orders")]
    public void Refuses_what_is_no_scope(string? text) => Assert.False(Scope.TryParse(text, out _));

    [Fact]
    public void Writes_itself_as_it_was_read() =>
        Gen.Select(Gen.OneOf([.. ScopeNames.OnResources.Select(Gen.Const)]), Gen.OneOf(Gen.Const(""), Gen.Const(":orders"), Gen.Const(":orders-*"), Gen.Const(":*"))).Select((name, resource) => name + resource)
            .Sample(text => Scope.Parse(text).ToString() == text);
}
