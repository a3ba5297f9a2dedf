using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Administration;

namespace Serverless.Core.Tests.UrlShortening.Administration;

/// <summary>Which targets lead back to the service, and how far ahead a link may end.</summary>
public sealed class LinkRulesTests
{
    private static readonly FakeTimeProvider Time = new(SampleLinks.Start);

    [Theory]
    [InlineData("https://sho.rt/abcd", "https://sho.rt", true)]
    [InlineData("http://SHO.RT.:8080/abcd", "https://sho.rt", true)]
    [InlineData("https://www.sho.rt/abcd", "https://sho.rt", false)]
    [InlineData("https://sho.rt.example/abcd", "https://sho.rt", false)]
    [InlineData("https://xn--krz-hoa.example/", "https://kürz.example", true)]
    [InlineData("https://xn--j1ail.xn--p1ai/", "https://КТО.РФ", true)]
    [InlineData("https://xn--bsen-5qa.example/", "https://bo\u0308sen.example", true)]
    [InlineData("http://[::ffff:203.0.113.5]/", "http://203.0.113.5", true)]
    [InlineData("http://203.0.113.5/", "http://[::ffff:203.0.113.5]", true)]
    [InlineData("http://localhost:7071/", "http://127.0.0.1:7071", true)]
    [InlineData("http://127.8.9.1:7071/", "http://localhost:7071", true)]
    [InlineData("http://[::1]:7071/", "http://localhost:7071", true)]
    [InlineData("http://[0:0:0:0:0:ffff:7f00:1]:7071/", "http://localhost:7071", true)]
    [InlineData("http://a.localhost:7071/", "http://localhost:7071", true)]
    [InlineData("http://0.0.0.0:7071/", "http://localhost:7071", true)]
    [InlineData("http://localhost:3000/", "http://localhost:7071", false)]
    [InlineData("http://localhost:7071/", "https://sho.rt", false)]
    public void Recognises_its_own_address(string url, string own, bool refused)
    {
        var errors = Rules(new LinksOptions()).Check(new NewLink { Url = url }, Shortener.Owner, new Uri(own));
        Assert.Equal(refused, !errors.IsEmpty);
    }

    [Theory]
    [InlineData("https://base.example/x")]
    [InlineData("https://first.example/x")]
    [InlineData("https://second.example/x")]
    public void Recognises_every_address_that_is_configured(string url)
    {
        var options = new LinksOptions { BaseUrl = "https://base.example", OwnAddresses = { "https://first.example", "https://second.example" } };
        Assert.False(Rules(options).Check(new NewLink { Url = url }, Shortener.Owner, Shortener.Address).IsEmpty);
    }

    [Fact]
    public void Refuses_a_target_on_the_block_list()
    {
        var rules = Rules(new LinksOptions { BlockedHosts = { ".evil.example" } });
        var created = rules.Check(new NewLink { Url = "https://www.EVIL.example./" }, Shortener.Owner, Shortener.Address).ToDictionary();
        var changed = rules.Check(new LinkChange { Url = "https://evil.example/" }, Shortener.Address).ToDictionary();
        Assert.Equal(["is on the block list."], created["url"]);
        Assert.Equal(["is on the block list."], changed["url"]);
        Assert.True(rules.Check(new NewLink { Url = "https://good.example/" }, Shortener.Owner, Shortener.Address).IsEmpty);
    }

    [Fact]
    public void Lets_a_link_live_ten_years_and_no_longer()
    {
        var tenYears = SampleLinks.Start.AddYears(10);
        Assert.True(Check(new NewLink { Url = "https://example.com/", ExpiresAt = tenYears }));
        Assert.False(Check(new NewLink { Url = "https://example.com/", ExpiresAt = tenYears.AddTicks(1) }));
        Assert.True(Check(new NewLink { Url = "https://example.com/", ExpiresIn = tenYears - SampleLinks.Start }));
        Assert.False(Check(new NewLink { Url = "https://example.com/", ExpiresIn = TimeSpan.MaxValue }));
        Assert.False(Check(new NewLink { Url = "https://example.com/", ExpiresAt = SampleLinks.Start }));

        static bool Check(NewLink link) => Rules(new LinksOptions()).Check(link, Shortener.Owner, Shortener.Address).IsEmpty;
    }

    private static LinkRules Rules(LinksOptions options) => new(Options.Create(options), SampleLinks.Blocking([.. options.BlockedHosts]), Time);
}
