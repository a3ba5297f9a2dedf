using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Serverless.Core.Redis;

namespace Serverless.Core.Tests.Redis;

public sealed class RedisAddressTests
{
    [Fact]
    public void Nothing_set_is_no_server() => Assert.Null(Find(("Redis:Counters", " "), ("Redis:Counters:Endpoint", "")));

    [Fact]
    public void A_connection_string_is_used_as_it_is()
    {
        var address = Find(("Redis:Counters", "localhost:6379,password=x"), ("Redis:Counters:Endpoint", "name.redis.azure.net:10000"));
        Assert.Equal(("localhost:6379,password=x", false), (address!.Configuration, address.UsesIdentity));
    }

    [Fact]
    public void An_endpoint_is_entered_with_the_identity_over_tls()
    {
        var address = Find(("Redis:Counters:Endpoint", " name.westeurope.redis.azure.net:10000 "));
        Assert.Equal(("name.westeurope.redis.azure.net:10000,ssl=true", true), (address!.Configuration, address.UsesIdentity));
    }

    [Theory]
    [InlineData("name.redis.azure.net")]
    [InlineData("name.redis.azure.net:10000,ssl=false")]
    [InlineData("name.redis.azure.net:10000/1")]
    [InlineData("user:secret@name.redis.azure.net:10000")]
    [InlineData("name:port")]
    public void What_is_no_endpoint_is_refused_with_what_to_write(string endpoint)
    {
        var refusal = Assert.Throws<OptionsValidationException>(() => Find(("Redis:Counters:Endpoint", endpoint)));
        Assert.Contains("NAME.REGION.redis.azure.net:10000", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refusal.Message, StringComparison.Ordinal);
    }

    private static RedisAddress? Find(params (string Key, string Value)[] settings) => RedisAddress.Find(
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value)).Build(),
        RedisAddress.Counters);
}
