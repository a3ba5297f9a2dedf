using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Serverless.Core.Network;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Tests.RateLimiting;

/// <summary>Whom a request is counted for, and whom nobody can pretend to be.</summary>
public sealed class ClientAddressTests
{
    private readonly ClientAddress clients;

    public ClientAddressTests()
    {
        var options = new NetworkOptions { TrustedProxies = { "10.0.0.0/8", "127.0.0.0/8", "fd00::/8" } };
        clients = new ClientAddress(new TrustedProxies(Options.Create(options)));
    }

    [Theory]
    [InlineData("203.0.113.7", "198.51.100.1", "203.0.113.7")]
    [InlineData("203.0.113.7", null, "203.0.113.7")]
    [InlineData("::ffff:203.0.113.7", "198.51.100.1", "203.0.113.7")]
    [InlineData("10.0.0.1", null, "10.0.0.1")]
    [InlineData("10.0.0.1", "", "10.0.0.1")]
    [InlineData("10.0.0.1", "198.51.100.1", "198.51.100.1")]
    [InlineData("::ffff:10.0.0.1", "198.51.100.1", "198.51.100.1")]
    [InlineData("10.0.0.1", "1.2.3.4, 198.51.100.1", "198.51.100.1")]
    [InlineData("10.0.0.1", "1.2.3.4,198.51.100.1 , 10.0.0.2, fd00::5", "198.51.100.1")]
    [InlineData("10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3")]
    [InlineData("10.0.0.1", "198.51.100.1:4711", "198.51.100.1")]
    [InlineData("10.0.0.1", "[2001:db8::1]:4711", "2001:db8::1")]
    [InlineData("10.0.0.1", "[2001:db8::1]", "2001:db8::1")]
    [InlineData("10.0.0.1", "2001:db8::1", "2001:db8::1")]
    [InlineData("10.0.0.1", "::ffff:198.51.100.1", "198.51.100.1")]
    [InlineData("10.0.0.1", "1.2.3.4, garbage", "10.0.0.1")]
    [InlineData("10.0.0.1", "1.2.3.4, ", "10.0.0.1")]
    [InlineData("10.0.0.1", "198.51.100.1, unknown, 10.0.0.2", "10.0.0.2")]
    [InlineData("10.0.0.1", "1", "10.0.0.1")]
    [InlineData("10.0.0.1", "0x7f.1", "10.0.0.1")]
    [InlineData("10.0.0.1", "198.51.100.1:99999", "10.0.0.1")]
    [InlineData("10.0.0.1", "[2001:db8::1", "10.0.0.1")]
    [InlineData("10.0.0.1", "[2001:db8::1]x", "10.0.0.1")]
    [InlineData("10.0.0.1", "for=198.51.100.1", "10.0.0.1")]
    public void Walks_the_chain_from_the_right_to_the_first_who_is_not_trusted(string peer, string? chain, string client)
    {
        var context = Context(peer);
        if (chain is not null)
        {
            context.Request.Headers[ForwardingHeaders.For] = chain;
        }

        Assert.Equal(client, clients.Of(context)?.ToString());
    }

    [Fact]
    public void Takes_repeated_headers_for_one_chain()
    {
        var context = Context("10.0.0.1");
        context.Request.Headers[ForwardingHeaders.For] = new(["1.2.3.4", "198.51.100.1", "10.0.0.2"]);
        Assert.Equal("198.51.100.1", clients.Of(context)?.ToString());
    }

    [Fact]
    public void Looks_first_where_the_functions_hosts_middleware_kept_the_headers()
    {
        var context = Context("127.0.0.1");
        context.Request.Headers[ForwardingHeaders.For] = "1.2.3.4";
        ForwardingHeaders.Keep(context, """{"x-forwarded-for":"198.51.100.1:4711","X-Forwarded-Uri":"/a","Accept":"*/*","X-Forwarded-Odd":1}""");
        Assert.Equal("198.51.100.1", clients.Of(context)?.ToString());
        Assert.Equal(("/a", ""), (ForwardingHeaders.Get(context, ForwardingHeaders.Uri).ToString(), ForwardingHeaders.Get(context, "Accept").ToString()));
    }

    [Theory]
    [InlineData("198.51.100.1:4711", "198.51.100.1", false)]
    [InlineData("1.2.3.4, 10.0.0.9, 198.51.100.1:4711", "198.51.100.1", false)]
    [InlineData("198.51.100.1, 10.0.0.9:4711", "198.51.100.1", true)]
    [InlineData("1.2.3.4, 198.51.100.1, 10.0.0.9", "198.51.100.1", true)]
    public void Takes_whom_the_platforms_front_wrote_down_for_the_peer_behind_the_functions_host(string chain, string client, bool trusted)
    {
        var context = Context("127.0.0.1");
        ForwardingHeaders.Keep(context, $$"""{"X-Forwarded-For":"{{chain}}"}""");
        Assert.Equal((client, trusted), (clients.Of(context)?.ToString(), clients.IsFromTrustedProxy(context)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[1]")]
    [InlineData("{}")]
    public void Does_without_what_the_host_did_not_keep(string? headers)
    {
        var context = Context("127.0.0.1");
        ForwardingHeaders.Keep(context, headers);
        Assert.Equal("127.0.0.1", clients.Of(context)?.ToString());
    }

    private static DefaultHttpContext Context(string peer) => new() { Connection = { RemoteIpAddress = IPAddress.Parse(peer) } };
}
