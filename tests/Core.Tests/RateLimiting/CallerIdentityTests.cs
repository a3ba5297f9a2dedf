using System.Text.RegularExpressions;
using Serverless.Core.RateLimiting;
using Serverless.Core.RateLimiting.Counting;

namespace Serverless.Core.Tests.RateLimiting;

/// <summary>Who counts as the same caller.</summary>
public sealed partial class CallerIdentityTests
{
    private readonly ManualClock clock = new(SampleRules.Start);
    private readonly ObservedCounterStore store;
    private readonly LimiterInstance limiter;

    public CallerIdentityTests()
    {
        store = new ObservedCounterStore(new MemoryCounterStore(1_000, clock));
        limiter = new LimiterInstance(store, clock);
    }

    public static TheoryData<string> HostileNames => [.. HostileCallers.Names];

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::1", true)]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:0DB8:0001:0002::", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("fe80::1%3", "fe80::2", true)]
    public async Task Counts_ipv4_addresses_and_ipv6_subnets_of_64_bits(string first, string second, bool same)
    {
        limiter.Use(SampleRules.Rule(identifyBy: IdentityKind.Ip));
        Assert.Equal(same, await IdentifyAsync(new(Ip: first)) == await IdentifyAsync(new(Ip: second)));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("1")]
    [InlineData("127.1")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("010.0.0.1")]
    [InlineData("192.0.2.1:80")]
    [InlineData("[::1]")]
    [InlineData("[::1]:80")]
    [InlineData("192.0.2.256")]
    [InlineData(" 192.0.2.1")]
    public async Task Refuses_an_ip_that_is_no_address(string ip)
    {
        limiter.Use(SampleRules.Rule(identifyBy: IdentityKind.Ip));
        var decision = await limiter.CheckAsync(new RateLimitCaller(Ip: ip));
        Assert.Equal((RateLimitStatus.Invalid, 0), (decision.Status, store.Takes));
        Assert.Equal(["caller.ip"], decision.Errors!.ToDictionary().Keys);
    }

    [Theory]
    [InlineData(IdentityKind.User)]
    [InlineData(IdentityKind.ApiKey)]
    [InlineData(IdentityKind.Header)]
    public async Task Counts_by_the_ip_what_the_caller_lacks_and_refuses_without_one(IdentityKind kind)
    {
        limiter.Use(SampleRules.Rule(identifyBy: kind) with { Header = "x-tenant" });
        var empty = new RateLimitCaller("", "", "192.0.2.1", new Dictionary<string, string> { ["x-tenant"] = "" });
        Assert.Equal(await IdentifyAsync(new(Ip: "192.0.2.1")), await IdentifyAsync(empty));
        var decision = await limiter.CheckAsync(empty with { Ip = null });
        Assert.Equal(RateLimitStatus.Invalid, decision.Status);
        Assert.Equal(["caller"], decision.Errors!.ToDictionary().Keys);
    }

    [Fact]
    public async Task Asks_rules_once_that_come_down_to_one_identity()
    {
        limiter.Use(SampleRules.Rule(id: "a"), SampleRules.Rule(id: "b", identifyBy: IdentityKind.Ip), SampleRules.Rule(id: "c", identifyBy: IdentityKind.ApiKey));
        Assert.Equal(3, (await limiter.CheckAsync(new RateLimitCaller(Ip: "192.0.2.1"))).Outcomes.Count);
        Assert.Equal(1, store.Takes);
    }

    [Fact]
    public async Task Keeps_apart_what_has_the_same_text()
    {
        var identities = new HashSet<CallerIdentity>();
        foreach (var (kind, header) in new[] { (IdentityKind.User, ""), (IdentityKind.ApiKey, ""), (IdentityKind.Header, "a"), (IdentityKind.Header, "b"), (IdentityKind.Ip, "") })
        {
            limiter.Use(SampleRules.Rule(identifyBy: kind) with { Header = header });
            const string Text = "192.0.2.1";
            Assert.True(identities.Add(await IdentifyAsync(new(Text, Text, Text, new Dictionary<string, string> { ["a"] = Text, ["b"] = Text }))));
        }

        limiter.Use(SampleRules.Rule(identifyBy: IdentityKind.Header) with { Header = "a" });
        var first = await IdentifyAsync(new(Headers: new Dictionary<string, string> { ["a"] = "bc" }));
        limiter.Use(SampleRules.Rule(identifyBy: IdentityKind.Header) with { Header = "ab" });
        Assert.NotEqual(first, await IdentifyAsync(new(Headers: new Dictionary<string, string> { ["ab"] = "c" })));
    }

    [Theory]
    [MemberData(nameof(HostileNames))]
    public async Task Gives_every_name_a_tag_of_one_form(string name)
    {
        limiter.Use(SampleRules.Rule());
        Assert.Matches(Tag(), (await IdentifyAsync(new(name))).Tag);
    }

    [Fact]
    public async Task Tells_all_names_apart()
    {
        limiter.Use(SampleRules.Rule());
        var tags = new HashSet<string>();
        foreach (var name in HostileCallers.Names)
        {
            Assert.True(tags.Add((await IdentifyAsync(new(name))).Tag));
        }
    }

    [GeneratedRegex("^[A-Za-z0-9_-]{22}$")]
    private static partial Regex Tag();

    private async Task<CallerIdentity> IdentifyAsync(RateLimitCaller caller)
    {
        await limiter.CheckAsync(caller);
        return store.Queries[^1].Group.Identity;
    }
}
