using Microsoft.Extensions.DependencyInjection;
using Serverless.Core.Messaging.Webhooks;
using Serverless.Core.Network;
using Serverless.Functions.Tests.EndToEnd;
using Serverless.LocalHost.Hosting;

namespace Serverless.Torture.Security;

/// <summary>
/// Names that lead elsewhere each time they are asked for, on the way to an API and to an endpoint. 127.0.0.1 is allowed and
/// stands for the public address that the attacker shows first; everything else is as in production.
/// </summary>
public sealed class RebindingTests : IAsyncLifetime
{
    private const string Name = "rebind.example";
    private const string Shown = "127.0.0.1";
    private const string Meant = "127.0.0.2";
    private const string Ok = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";

    private readonly TempFolder folder = new();
    private readonly ChangingNames names = new();
    private LocalCluster? cluster;
    private RawServer? shown;
    private RawServer? meant;

    public static TheoryData<string> Inside =>
    [
        "127.0.0.2", "::1", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.0.1", "100.64.0.1", "169.254.169.254", "168.63.129.16", "fd00::1", "fe80::1", "::",
        "::ffff:127.0.0.2", "::ffff:169.254.169.254", "::ffff:0:a9fe:a9fe", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:a9fe:a9fe::1", "::a9fe:a9fe", "ff02::1",
    ];

    private LocalCluster Cluster => cluster!;

    private RawServer Public => shown!;

    private RawServer Private => meant!;

    private WebhookClient Webhooks => Cluster.Services[0].GetRequiredService<WebhookClient>();

    private Uri Target => new($"http://{Name}:{Public.Port}/hook");

    public async ValueTask InitializeAsync()
    {
        shown = new RawServer(RawServer.Answering(Ok));
        meant = new RawServer(RawServer.Answering(Ok), IPAddress.Parse(Meant), shown.Port);
        cluster = await LocalCluster.StartAsync(
            (_, services) => services.AddSingleton<NameResolver>(names.ResolveAsync),
            "--port", "0", "--data", folder.Path, "--Gateway:AllowedHosts:0", Name,
            "--Network:AllowedAddresses:0", $"{Shown}/32", "--Network:AllowedAddresses:1", $"{Shown}/32");
        using var admin = new ApiClient(cluster.Addresses[0], cluster.AdminKey!.Key);
        using var put = await admin.PutAsync("/api/ratelimit/apis/api", new { upstream = Target, operations = new[] { new { op = "any", method = "*", route = "{*path}" } } });
        Assert.Equal(HttpStatusCode.Created, put.Status);
    }

    [Fact]
    public async Task The_gateway_connects_to_the_address_that_it_judged_and_judges_that_of_each_connection()
    {
        names.Lead(Name, Shown, Meant);
        Assert.Equal("200", (await ForwardAsync()).Status);
        var second = await ForwardAsync();
        Assert.Equal(("502", "application/problem+json"), (second.Status, second.Header("Content-Type")));
        Assert.Contains("upstream-refused", System.Text.Encoding.UTF8.GetString(second.Body), StringComparison.Ordinal);
        Assert.Equal((1, 0), (Public.Requests.Count, Private.Requests.Count));
    }

    [Fact]
    public async Task A_delivery_connects_to_the_address_that_was_judged_and_each_connection_is_judged()
    {
        names.Lead(Name, Shown, Meant, Meant);
        Assert.Equal(DeliveryResult.Delivered, (await PostAsync()).Result);
        Assert.Equal(DeliveryResult.AddressRefused, (await PostAsync()).Result);
        var asked = await Webhooks.AskAsync(Target, null, TestContext.Current.CancellationToken);
        Assert.Contains("address that requests may not be sent to", asked.Refusal, StringComparison.Ordinal);
        Assert.Equal((1, 0), (Public.Requests.Count, Private.Requests.Count));
    }

    [Theory]
    [MemberData(nameof(Inside))]
    public async Task No_address_inside_is_connected_to_however_it_is_written(string address)
    {
        names.Lead(Name, address, address);
        Assert.Equal(DeliveryResult.AddressRefused, (await PostAsync()).Result);
        var forwarded = await ForwardAsync();
        Assert.Contains("upstream-refused", System.Text.Encoding.UTF8.GetString(forwarded.Body), StringComparison.Ordinal);
        Assert.Empty(Private.Requests);
    }

    [Fact]
    public async Task Of_several_addresses_those_inside_are_left_out()
    {
        names.Lead(Name, $"{Meant} ::1 {Shown}", $"169.254.169.254 {Shown} {Meant}");
        Assert.Equal(DeliveryResult.Delivered, (await PostAsync()).Result);
        Assert.Equal("200", (await ForwardAsync()).Status);
        Assert.Equal((2, 0, false), (Public.Requests.Count, Private.Requests.Count, names.HasMore(Name)));
    }

    [Theory]
    [InlineData("301 Moved Permanently")]
    [InlineData("302 Found")]
    [InlineData("307 Temporary Redirect")]
    [InlineData("308 Permanent Redirect")]
    public async Task No_redirect_is_followed(string status)
    {
        await using var leading = new RawServer(RawServer.Answering($"HTTP/1.1 {status}\r\nLocation: {Private.Address}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"));
        var outcome = await PostAsync(leading.Address);
        Assert.Equal((DeliveryResult.Failed, status[..3]), (outcome.Result, $"{outcome.Status}"));
        Assert.NotNull((await Webhooks.AskAsync(leading.Address, null, TestContext.Current.CancellationToken)).Refusal);
        Assert.Equal((2, 0), (leading.Requests.Count, Private.Requests.Count));
    }

    [Fact]
    public void No_proxy_is_asked()
    {
        var usesProxy = true;
        using var handler = Cluster.Services[0].GetRequiredService<GuardedConnections>().CreateHandler(sockets => usesProxy = sockets.UseProxy);
        Assert.False(usesProxy);
    }

    public async ValueTask DisposeAsync()
    {
        await Cluster.DisposeAsync();
        await Public.DisposeAsync();
        await Private.DisposeAsync();
        folder.Dispose();
    }

    private Task<RawAnswer> ForwardAsync() => RawAnswer.GetAsync(Cluster.Addresses[0], "/gateway/api/x");

    private Task<DeliveryOutcome> PostAsync(Uri? endpoint = null) => Webhooks.PostAsync(
        new WebhookRequest(endpoint ?? Target, [], "msg_1", "application/json", "{}"u8.ToArray(), null, null), TestContext.Current.CancellationToken);
}
