using Microsoft.Extensions.Options;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Messaging.Webhooks;
using Serverless.Core.Network;
using Serverless.Core.Tests.Node;

namespace Serverless.Core.Tests.Messaging.Push;

/// <summary>What we send, read by a receiver on the published libraries of Standard Webhooks and CloudEvents.</summary>
public sealed class WebhookInteropTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string NewSecret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

    [Fact]
    public async Task The_receiver_verifies_and_reads_an_event_and_a_batch_and_answers_the_handshake()
    {
        await using var receiver = await WebhookReceiverProcess.StartAsync(Secret);
        using var connections = Connections();
        using var client = Client(connections);
        var message = SampleEvents.Json("""{"é":"ü\u20ac"}""", ("ce-source", "/shop"), ("ce-type", "order"), ("ce-id", "A-1"), ("ce-comexample", "5"));
        SigningSecret[] secrets = [new(Secret)];

        var reply = await client.AskAsync(receiver.Address, null, TestContext.Current.CancellationToken);
        var handshake = await receiver.NextAsync();
        var single = await client.PostAsync(Request(receiver.Address, secrets, message), TestContext.Current.CancellationToken);
        var one = await receiver.NextAsync();
        var batch = Request(receiver.Address, secrets, message) with
        {
            ContentType = CloudEventWriter.Batched,
            Body = CloudEventWriter.WriteBatch([SampleEvents.Numbered(1), SampleEvents.Binary([0, 255])], "orders"),
        };
        var several = await client.PostAsync(batch, TestContext.Current.CancellationToken);
        var two = await receiver.NextAsync();

        Assert.Equal((true, "queue.example.com"), (reply.IsGranted, handshake.GetProperty("handshake").GetString()));
        Assert.Equal((true, true), (single.IsDelivered, several.IsDelivered));
        var read = Assert.Single(one.GetProperty("events").EnumerateArray());
        Assert.Equal(
            ("msg_1", "A-1", "/shop", "order", "5", "ü€"),
            (one.GetProperty("id").GetString(), read.GetProperty("id").GetString(), read.GetProperty("source").GetString(), read.GetProperty("type").GetString(),
                read.GetProperty("comexample").GetString(), read.GetProperty("data").GetProperty("é").GetString()));
        Assert.Equal(["m1", "m7"], two.GetProperty("events").EnumerateArray().Select(item => item.GetProperty("id").GetString()));
        Assert.Equal("AP8=", two.GetProperty("events")[1].GetProperty("data_base64").GetString());
    }

    [Theory]
    [InlineData(Secret)]
    [InlineData(NewSecret)]
    public async Task A_receiver_with_either_secret_verifies_during_a_rotation(string known)
    {
        await using var receiver = await WebhookReceiverProcess.StartAsync(known);
        using var connections = Connections();
        using var client = Client(connections);
        SigningSecret[] secrets = [new(NewSecret), new(Secret, TimeProvider.System.GetUtcNow() + SigningSecret.Overlap)];
        var outcome = await client.PostAsync(Request(receiver.Address, secrets, SampleEvents.Numbered(1)), TestContext.Current.CancellationToken);
        Assert.Equal("m1", (await receiver.NextAsync()).GetProperty("events")[0].GetProperty("id").GetString());
        Assert.True(outcome.IsDelivered);
    }

    [Fact]
    public async Task A_receiver_with_another_secret_refuses()
    {
        await using var receiver = await WebhookReceiverProcess.StartAsync(NewSecret);
        using var connections = Connections();
        using var client = Client(connections);
        var outcome = await client.PostAsync(Request(receiver.Address, [new(Secret)], SampleEvents.Numbered(1)), TestContext.Current.CancellationToken);
        Assert.Contains("No matching signature", (await receiver.NextAsync()).GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Equal((DeliveryResult.Rejected, 400), (outcome.Result, outcome.Status));
    }

    private static WebhookRequest Request(Uri endpoint, IReadOnlyList<SigningSecret> secrets, StoredMessage message) =>
        new(endpoint, secrets, "msg_1", CloudEventWriter.Structured, CloudEventWriter.Write(message, "orders"), null, null);

    private static WebhookConnections Connections()
    {
        var options = new NetworkOptions();
        options.AllowedAddresses.Add("127.0.0.0/8");
        return new WebhookConnections(new GuardedConnections(new AddressPolicy(Options.Create(options))));
    }

    private static WebhookClient Client(WebhookConnections connections) =>
        new(connections, Options.Create(new PushOptions { Origin = "queue.example.com" }), TimeProvider.System);
}
