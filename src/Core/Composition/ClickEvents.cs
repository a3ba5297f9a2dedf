using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Publishing;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Storage;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Clicks;

namespace Serverless.Core.Composition;

/// <summary>
/// Publishes stored clicks to the topic that the settings name, if they name one. Nothing waits for it: a batch that the queue
/// does not take stays here until the next one comes, and the oldest are given up when too many wait.
/// </summary>
public sealed partial class ClickEvents(
    IOptions<LinksOptions> options, TopicDirectory topics, IPublisher publisher, LinkMetrics metrics, ILogger<ClickEvents> logger) : IClickListener
{
    /// <summary>How many events a message holds at most, so that with the longest referrers it stays below 256 KB.</summary>
    public const int MaxEvents = 500;

    /// <summary>How many batches wait at most.</summary>
    public const int MaxWaiting = 64;

    private readonly Lock gate = new();
    private readonly LinkedList<ClickBatch> waiting = [];
    private bool isPublishing;

    /// <summary>What is under way; completes when nothing waits, or when the queue took nothing.</summary>
    public Task Publishing { get; private set; } = Task.CompletedTask;

    /// <inheritdoc/>
    public void Hear(ClickBatch batch)
    {
        if (options.Value.ClickTopic is not { Length: > 0 } topic)
        {
            return;
        }

        lock (gate)
        {
            waiting.AddLast(batch);
            GiveUpOldest();
            if (!isPublishing)
            {
                isPublishing = true;
                Publishing = Task.Run(() => PublishAsync(topic));
            }
        }
    }

    private static NewMessage MessageOf(ClickBatch batch, ClickCount[] clicks, int number) => new(
        new MessageContent { Data = Write(clicks) },
        string.Create(CultureInfo.InvariantCulture, $"clicks-{batch.Instance}-{batch.Number}-{number}"));

    private static byte[] Write(ClickCount[] clicks)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var (slot, count) in clicks)
            {
                json.WriteStartObject();
                json.WriteString("key", slot.Key);
                json.WriteString("hour", slot.HourStart.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
                json.WriteString("day", slot.Day.ToString("O", CultureInfo.InvariantCulture));
                json.WriteString("referrer", slot.Referrer);
                json.WriteString("visitors", slot.IsBot ? "robots" : "people");
                json.WriteNumber("clicks", count);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return buffer.ToArray();
    }

    private async Task PublishAsync(string topic)
    {
        while (Next() is { } batch)
        {
            if (!await TryPublishAsync(topic, batch))
            {
                Keep(batch);
                return;
            }
        }
    }

    private ClickBatch? Next()
    {
        lock (gate)
        {
            if (waiting.First is not { Value: var batch } first)
            {
                isPublishing = false;
                return null;
            }

            waiting.Remove(first);
            return batch;
        }
    }

    private void Keep(ClickBatch batch)
    {
        lock (gate)
        {
            waiting.AddFirst(batch);
            GiveUpOldest();
            isPublishing = false;
        }
    }

    private void GiveUpOldest()
    {
        while (waiting.Count > MaxWaiting)
        {
            metrics.CountClicks(waiting.First!.Value.Clicks.Sum(count => count.Clicks), "unpublished");
            waiting.RemoveFirst();
        }
    }

    // A batch that was stored in part is published again under the same ids, by which the queue knows it.
    private async Task<bool> TryPublishAsync(string name, ClickBatch batch)
    {
        try
        {
            if (await topics.FindTopicAsync(name, CancellationToken.None) is not { } topic)
            {
                LogMissing(name);
                return false;
            }

            foreach (var (number, clicks) in batch.Clicks.Chunk(MaxEvents).Index())
            {
                var results = await publisher.PublishAsync(topic, [MessageOf(batch, clicks, number)], CancellationToken.None);
                if (!results[0].IsStored)
                {
                    LogKept(name, results[0].Status.ToString());
                    return false;
                }
            }

            metrics.CountClicks(batch.Clicks.Sum(count => count.Clicks), "published");
            return true;
        }
        catch (Exception exception) when (exception is StoreUnavailableException or WriteConflictException)
        {
            LogKept(name, exception.Message);
            return false;
        }
        catch (Exception exception)
        {
            // A batch that can't be published at all must not keep all later ones back.
            LogDropped(exception, name);
            metrics.CountClicks(batch.Clicks.Sum(count => count.Clicks), "unpublished");
            return true;
        }
    }

    [LoggerMessage(LogLevel.Warning, "There is no topic {Topic} for clicks (Links:ClickTopic); they wait until it is made.")]
    private partial void LogMissing(string topic);

    [LoggerMessage(LogLevel.Warning, "Clicks could not be published to topic {Topic} and wait: {Reason}.")]
    private partial void LogKept(string topic, string reason);

    [LoggerMessage(LogLevel.Error, "Clicks for topic {Topic} were given up.")]
    private partial void LogDropped(Exception exception, string topic);
}
