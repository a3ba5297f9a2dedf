using System.Text.Json;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Functions.Tests.Messaging.Survival;

/// <summary>Pulls, and acknowledges what it got.</summary>
/// <param name="worksAhead">It acknowledges a batch only when it has pulled the next, so that a kill finds it with messages in its hands.</param>
internal sealed class SurvivalConsumer(SurvivalSubscription subscription, ApiClient client, int life, bool worksAhead = false)
{
    private readonly string path = $"{SurvivalTopic.Path}/subscriptions/{subscription.Name}";

    /// <summary>Goes on until it is told to end, or the process is gone.</summary>
    /// <param name="idle">Called when there was nothing for a second.</param>
    public async Task RunAsync(Func<bool> isOver, Func<Task>? idle = null)
    {
        List<(SurvivalDelivery Delivery, string AckId)> inHand = [];
        try
        {
            while (!isOver())
            {
                var pulled = await PullAsync(inHand.Count > 0 ? "PT0S" : "PT1S");
                await AcknowledgeAsync(worksAhead ? inHand : pulled);
                inHand = worksAhead ? pulled : [];
                await (pulled.Count == 0 && idle is not null ? idle() : Task.CompletedTask);
            }
        }
        catch (HttpRequestException)
        {
            // The process was killed under this client's hands.
        }
    }

    private async Task<List<(SurvivalDelivery Delivery, string AckId)>> PullAsync(string wait)
    {
        using var answer = await client.PostAsync(path + "/pull", new { max = 100, wait });
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        var pulled = answer.Json.GetProperty("messages").EnumerateArray().Select(message => (DeliveryOf(message), message.GetProperty("ackId").GetString()!)).ToList();
        pulled.ForEach(item => subscription.Take(item.Item1));
        return pulled;
    }

    private async Task AcknowledgeAsync(List<(SurvivalDelivery Delivery, string AckId)> pulled)
    {
        if (pulled.Count == 0)
        {
            return;
        }

        try
        {
            pulled.ForEach(item => item.Delivery.Fate = DeliveryFate.Unanswered);
            using var answer = await client.PostAsync(path + "/ack", new { ackIds = pulled.Select(item => item.AckId) });
            Assert.Equal(HttpStatusCode.OK, answer.Status);
            var results = answer.Json.GetProperty("results");
            for (var i = 0; i < pulled.Count; i++)
            {
                pulled[i].Delivery.Fate = results[i].GetProperty("status").GetString() switch
                {
                    "acknowledged" => DeliveryFate.Acknowledged,
                    "expired" => DeliveryFate.Expired,
                    var other => throw new InvalidOperationException($"The answer to an acknowledgement says '{other}'."),
                };
            }
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.ConnectionError)
        {
            // Nothing was sent.
            pulled.ForEach(item => item.Delivery.Fate = DeliveryFate.Open);
            throw;
        }
    }

    private SurvivalDelivery DeliveryOf(JsonElement message)
    {
        var (publisher, number) = SurvivalTopic.Parse(message.GetProperty("data").GetString()!);
        return new SurvivalDelivery(publisher, number, message.GetProperty("sequence").GetInt64(), life);
    }
}
