using System.Globalization;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Functions.Tests.Messaging.Survival;

/// <summary>
/// Publishes one message after the other under a key of its own, and repeats what was not answered until it is. Every second
/// publisher gives its messages ids, so that a repetition is known as one.
/// </summary>
internal sealed class SurvivalPublisher(int publisher, SurvivalLedger ledger)
{
    private int next;

    public static bool HasIds(int publisher) => publisher % 2 == 0;

    /// <summary>Goes on until there are so many messages of all publishers, or the process is gone.</summary>
    public async Task RunAsync(ApiClient client, int goal)
    {
        var isAlive = true;
        while (isAlive && ledger.Acknowledged < goal)
        {
            isAlive = await TryPublishAsync(client);
        }
    }

    /// <returns>Whether the process is still there.</returns>
    public async Task<bool> TryPublishAsync(ApiClient client)
    {
        try
        {
            using var answer = await client.PostAsync(SurvivalTopic.Path + "/publish", new { messages = new[] { Message() } });
            if (answer.Status == HttpStatusCode.OK && answer.Json.GetProperty("results")[0].TryGetProperty("sequence", out _))
            {
                ledger.Acknowledge(publisher, next++);
            }
            else
            {
                ledger.Lose(publisher, next);
            }

            return true;
        }
        catch (HttpRequestException exception)
        {
            // A refused connection is an answer too: nothing was sent.
            if (exception.HttpRequestError != HttpRequestError.ConnectionError)
            {
                ledger.Lose(publisher, next);
            }

            return false;
        }
    }

    private object Message()
    {
        var (data, orderingKey) = (string.Create(CultureInfo.InvariantCulture, $"{publisher}-{next}"), string.Create(CultureInfo.InvariantCulture, $"k{publisher}"));
        return HasIds(publisher) ? new { data, orderingKey, messageId = data } : new { data, orderingKey };
    }
}
