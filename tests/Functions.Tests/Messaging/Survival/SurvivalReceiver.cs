using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Serverless.Functions.Tests.Messaging.Survival;

/// <summary>An endpoint on a real web server that outlives the processes which push to it. It verifies every signature.</summary>
internal sealed class SurvivalReceiver : IAsyncDisposable
{
    private static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(number => (byte)number)];

    private readonly WebApplication app;
    private readonly SurvivalSubscription subscription;
    private readonly ConcurrentQueue<string> refused = new();
    private readonly Lock gate = new();
    private readonly Dictionary<(int Life, int Shard), List<SurvivalDelivery>> taken = [];

    private SurvivalReceiver(WebApplication app, SurvivalSubscription subscription) => (this.app, this.subscription) = (app, subscription);

    /// <summary>The process that pushes now, from 0.</summary>
    public int Life { get; set; }

    public string Secret { get; } = "whsec_" + Convert.ToBase64String(Key);

    public Uri Address => new(app.Urls.Single());

    /// <summary>What came and was no message with a valid signature.</summary>
    public IReadOnlyCollection<string> Refused => refused;

    public static async Task<SurvivalReceiver> StartAsync(SurvivalSubscription subscription)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new SurvivalReceiver(builder.Build(), subscription);
        receiver.app.Run(receiver.ReceiveAsync);
        await receiver.app.StartAsync(TestContext.Current.CancellationToken);
        return receiver;
    }

    /// <summary>Says of each delivery how many of its stream followed it in the same life.</summary>
    public void CountFollowers()
    {
        foreach (var ofLane in taken.Values)
        {
            for (var i = 0; i < ofLane.Count; i++)
            {
                ofLane[i].Followers = ofLane.Count - 1 - i;
            }
        }
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        try
        {
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        }
        catch (Exception exception) when (exception is OperationCanceledException or BadHttpRequestException or IOException)
        {
            // The sender was killed in the middle of its request.
            return;
        }

        if (DeliveryOf(context.Request, body.ToArray()) is not { } delivery)
        {
            refused.Enqueue($"{context.Request.Method} {context.Request.Path} {context.Request.Headers["webhook-id"]}");
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        subscription.Take(delivery);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        await context.Response.CompleteAsync();
        delivery.Fate = context.RequestAborted.IsCancellationRequested ? DeliveryFate.GivenUp : DeliveryFate.Accepted;
    }

    private SurvivalDelivery? DeliveryOf(HttpRequest request, byte[] body)
    {
        string id = request.Headers["webhook-id"].ToString(), timestamp = request.Headers["webhook-timestamp"].ToString();
        var signature = "v1," + Convert.ToBase64String(HMACSHA256.HashData(Key, (byte[])[.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body]));
        var place = id.Split('_');
        if (request.Headers["webhook-signature"] != signature || place is not ["msg", _, var shard, var position])
        {
            return null;
        }

        using var json = JsonDocument.Parse(body);
        var (publisher, number) = SurvivalTopic.Parse(json.RootElement.GetProperty("data").GetString()!);
        lock (gate)
        {
            var delivery = new SurvivalDelivery(publisher, number, long.Parse(position, CultureInfo.InvariantCulture), Life);
            var lane = (Life, int.Parse(shard, CultureInfo.InvariantCulture));
            if (!taken.TryGetValue(lane, out var ofLane))
            {
                taken[lane] = ofLane = [];
            }

            ofLane.Add(delivery);
            return delivery;
        }
    }
}
