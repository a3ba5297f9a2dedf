using CsCheck;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Serverless.Core.Network;
using Serverless.Functions.Requests;

namespace Serverless.Torture.Fuzzing;

/// <summary>What anybody may write into the forwarding headers.</summary>
public sealed class ForwardedChainFuzz
{
    private static readonly IPAddress Proxy = IPAddress.Parse("10.0.0.1");
    private static readonly IPAddress Stranger = IPAddress.Parse("198.51.100.9");

    private static readonly Gen<string> Chains = Texts.Around(
        ["203.0.113.7", "203.0.113.7, 10.0.0.1", "[2001:db8::1]:443", "2001:db8::1%eth0", "::ffff:203.0.113.7", "unknown", "203.0.113.7:99999", "1", "0x7f.1", "\"203.0.113.7\""],
        ",", " ", "[", "]", ":", "%", ".", "10.0.0.1", "::");

    private readonly ClientAddress address = Trusting(Proxy);

    [Fact]
    public void A_stranger_can_not_say_who_he_is() => Fuzz.Try(Chains, chain => Assert.Equal(Stranger, address.Of(ContextOf(Stranger, chain))));

    [Fact]
    public void Of_a_proxy_s_chain_the_last_address_before_trusted_ones_counts() => Fuzz.Try(Chains, chain =>
    {
        Assert.NotNull(address.Of(ContextOf(Proxy, chain)));
        Assert.Equal(Stranger, address.Of(ContextOf(Proxy, $"{chain}, {Stranger}")));
        Assert.Equal(Stranger, address.Of(ContextOf(Proxy, $"{chain}, {Stranger}, {Proxy}")));
    });

    [Fact]
    public void What_the_host_hands_over_is_read_or_as_good_as_missing() => Fuzz.Try(
        Texts.AroundAsUtf8(["""{"X-Forwarded-For":"203.0.113.7:1, 198.51.100.9:2","Host":"a"}""", """{"X-Forwarded-For":null}""", "[]", "{"], "{", "}", "\"", ":", ",", "\\ud800", "X-Forwarded-"), headers =>
        {
            var context = ContextOf(Proxy, "");
            ForwardingHeaders.Keep(context, headers);
            _ = address.Of(context);
            _ = ForwardingHeaders.Get(context, ForwardingHeaders.Host);
        });

    private static DefaultHttpContext ContextOf(IPAddress peer, string chain)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = peer;
        context.Request.Headers[ForwardingHeaders.For] = chain;
        return context;
    }

    private static ClientAddress Trusting(IPAddress proxy) =>
        new(new TrustedProxies(Options.Create(new NetworkOptions { TrustedProxies = { $"{proxy}/32" } })));
}
