using Microsoft.Extensions.Configuration;

namespace Serverless.Core.Tests;

/// <summary>What is configured last is what holds.</summary>
public sealed class ListSettingTests
{
    private const string Key = "Network:AllowedAddresses";

    [Fact]
    public void Takes_the_list_of_the_last_source_whole() => Assert.Equal(
        ["10.0.0.0/8"], Read(Source(("0", "127.0.0.0/8"), ("1", "::1/128")), Source(("0", "10.0.0.0/8"))));

    [Fact]
    public void Goes_by_earlier_sources_where_later_ones_say_nothing_of_it() => Assert.Equal(
        ["127.0.0.0/8", "::1/128"], Read(Source(("0", "127.0.0.0/8"), ("1", "::1/128")), new() { ["Network:TrustedProxies:0"] = "10.0.0.0/8" }));

    [Fact]
    public void Reads_entries_in_the_order_of_their_numbers() => Assert.Equal(
        ["a", "b", "c"], Read(Source(("10", "c"), ("2", "b"), ("0", "a"))));

    [Fact]
    public void Is_empty_where_the_last_source_says_so() => Assert.Empty(Read(Source(("0", "127.0.0.0/8")), new() { [Key] = "" }));

    [Fact]
    public void Reads_one_text_with_commas() => Assert.Equal(
        ["10.0.0.0/8", "fd00::/8"], Read(Source(("0", "127.0.0.0/8")), new() { [Key] = "10.0.0.0/8, fd00::/8," }));

    [Fact]
    public void Looks_into_configurations_that_others_are_made_of()
    {
        var inner = Build(Source(("0", "127.0.0.0/8"), ("1", "::1/128")), Source(("0", "10.0.0.0/8")));
        var outer = new ConfigurationBuilder().AddConfiguration(inner).AddInMemoryCollection([new("Other", "1")]).Build();
        Assert.Equal(["10.0.0.0/8"], ListSetting.Read(outer, Key));
    }

    private static IReadOnlyList<string> Read(params Dictionary<string, string?>[] sources) => ListSetting.Read(Build(sources), Key);

    private static IConfigurationRoot Build(params Dictionary<string, string?>[] sources) =>
        sources.Aggregate(new ConfigurationBuilder(), (builder, source) => (ConfigurationBuilder)builder.AddInMemoryCollection(source)).Build();

    private static Dictionary<string, string?> Source(params (string Index, string Entry)[] entries) =>
        entries.ToDictionary(entry => $"{Key}:{entry.Index}", entry => (string?)entry.Entry);
}
