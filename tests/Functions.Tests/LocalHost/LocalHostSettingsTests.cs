using Microsoft.Extensions.Configuration;
using Serverless.LocalHost.Hosting;

namespace Serverless.Functions.Tests.LocalHost;

/// <summary>Where LocalHost listens and keeps its data.</summary>
public sealed class LocalHostSettingsTests
{
    [Fact]
    public void Listens_on_this_machine_alone_unless_told_otherwise()
    {
        var settings = Read();
        Assert.Equal(new Uri("http://localhost:7071"), Assert.Single(settings.Urls));
        Assert.Equal((Path.GetFullPath("data"), 1), (settings.DataFolder, settings.Instances));
    }

    [Fact]
    public void Gives_each_instance_the_next_port()
    {
        var settings = Read(("Port", "9000"), ("Instances", "3"));
        Assert.Equal([9000, 9001, 9002], Enumerable.Range(0, 3).Select(instance => settings.UrlsOf(instance).Single().Port));
    }

    [Fact]
    public void Listens_where_urls_say()
    {
        var settings = Read(("Urls", "http://*:8080; http://127.0.0.1:9090"), ("Instances", "2"));
        Assert.Equal([new Uri("http://0.0.0.0:8081"), new Uri("http://127.0.0.1:9091")], settings.UrlsOf(1));
    }

    [Fact]
    public void Leaves_the_port_to_the_system_for_each_instance() =>
        Assert.All(Enumerable.Range(0, 2), instance => Assert.Equal(new Uri("http://127.0.0.1:0"), Read(("Port", "0"), ("Instances", "2")).UrlsOf(instance).Single()));

    [Theory]
    [InlineData("Port", "-1")]
    [InlineData("Port", "65536")]
    [InlineData("Instances", "65")]
    [InlineData("Urls", "localhost:80")]
    [InlineData("Urls", "https://localhost:443")]
    [InlineData("Urls", "http://localhost:80/path")]
    public void Refuses_what_it_can_not_do(string name, string value) => Assert.Throws<SettingsException>(() => Read((name, value)));

    [Fact]
    public void Refuses_more_instances_than_there_are_ports() =>
        Assert.Throws<SettingsException>(() => Read(("Port", "65535"), ("Instances", "2")));

    [Fact]
    public void Refuses_queues_that_others_share_for_messages_that_only_it_has()
    {
        var refusal = Assert.Throws<SettingsException>(() => Read(("Storage", "UseDevelopmentStorage=true")));
        Assert.All(["Cosmos:Endpoint", LocalHostSettings.SingleInstance], name => Assert.Contains(name, refusal.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Messaging:SingleInstance", "true")]
    [InlineData("Messaging:SingleInstance", "True")]
    [InlineData("Cosmos", "AccountEndpoint=http://cosmos:8081/;AccountKey=AA==")]
    [InlineData("Cosmos:Endpoint", "https://name.documents.azure.com/")]
    public void Shares_the_queues_with_those_who_share_the_messages_or_with_nobody(string name, string value) =>
        Assert.Equal(1, Read(("Storage", "UseDevelopmentStorage=true"), (name, value)).Instances);

    [Theory]
    [InlineData("false")]
    [InlineData("yes")]
    [InlineData("1")]
    [InlineData("")]
    public void Nothing_but_true_is_the_word_for_it(string value) =>
        Assert.Throws<SettingsException>(() => Read(("Storage", "UseDevelopmentStorage=true"), (LocalHostSettings.SingleInstance, value)));

    private static LocalHostSettings Read(params (string Name, string Value)[] values) => LocalHostSettings.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(values.Select(pair => new KeyValuePair<string, string?>(pair.Name, pair.Value)))
        .Build());
}
