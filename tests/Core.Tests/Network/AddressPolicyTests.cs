using System.Net;
using Microsoft.Extensions.Options;
using Serverless.Core.Network;

namespace Serverless.Core.Tests.Network;

/// <summary>Where requests on behalf of users may go.</summary>
public sealed class AddressPolicyTests
{
    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("172.32.0.1")]
    [InlineData("100.128.0.1")]
    [InlineData("2606:4700::1111")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("64:ff9b::808:808")]
    public void Allows_public_addresses(string address) => Assert.True(Policy().Allows(IPAddress.Parse(address)));

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("10.0.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("168.63.129.16")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::7f00:1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("64:ff9b::a9fe:a9fe")]
    [InlineData("2002:a9fe:a9fe::1")]
    [InlineData("2001:db8::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fe80::1")]
    [InlineData("ff02::1")]
    [InlineData("64:ff9b:1::a9fe:a9fe")]
    [InlineData("::ffff:0:7f00:1")]
    [InlineData("100::1")]
    [InlineData("2001::a9fe:a9fe")]
    [InlineData("3fff::1")]
    [InlineData("4000::1")]
    [InlineData("5f00::1")]
    [InlineData("fe80::1%1")]
    public void Refuses_what_is_not_public(string address) => Assert.False(Policy().Allows(IPAddress.Parse(address)));

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("10.0.0.1", false)]
    [InlineData("169.254.169.254", false)]
    public void Allows_networks_that_the_operator_names(string address, bool allowed) =>
        Assert.Equal(allowed, Policy("127.0.0.0/8", "::1/128").Allows(IPAddress.Parse(address)));

    [Theory]
    [InlineData("127.0.0.0/8", "127.0.0.1", true)]
    [InlineData("127.0.0.0/8", "::1", false)]
    [InlineData("127.0.0.0/8", "64:ff9b::7f00:1", true)]
    [InlineData("127.0.0.0/8", "2002:7f00:1::5", true)]
    [InlineData("::ffff:10.0.0.0/104", "10.1.2.3", true)]
    [InlineData("::ffff:10.0.0.0/104", "::ffff:10.1.2.3", true)]
    [InlineData("::ffff:10.0.0.0/104", "192.168.2.3", false)]
    [InlineData("64:ff9b::a00:0/104", "10.1.2.3", true)]
    [InlineData("2002:a00::/24", "10.1.2.3", true)]
    [InlineData("2002:a00::/24", "192.168.0.1", false)]
    [InlineData("fd00::/8", "fd00::1", true)]
    public void Allows_a_network_in_every_form_of_its_addresses(string network, string address, bool allowed) =>
        Assert.Equal(allowed, Policy(network).Allows(IPAddress.Parse(address)));

    [Theory]
    [InlineData("10.0.0.1", true)]
    [InlineData("2130706433", true)]
    [InlineData("0x7f000001", true)]
    [InlineData("8.8.8.8", false)]
    [InlineData("intranet.example", false)]
    public void Judges_hosts_that_are_addresses_before_anything_is_resolved(string host, bool refused) =>
        Assert.Equal(refused, Policy().RefusesLiteral(host));

    [Theory]
    [InlineData("10.0.0.0/8", true)]
    [InlineData("10.0.0.1", false)]
    [InlineData("anything", false)]
    public void Settings_are_networks(string network, bool valid)
    {
        var options = new NetworkOptions { AllowedAddresses = { network } };
        Assert.Equal(valid, new NetworkOptionsValidator().Validate(null, options).Succeeded);
    }

    private static AddressPolicy Policy(params string[] allowed)
    {
        var options = new NetworkOptions();
        Array.ForEach(allowed, options.AllowedAddresses.Add);
        return new AddressPolicy(Options.Create(options));
    }
}
