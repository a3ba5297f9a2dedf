using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Topics;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Functions.Tests.Messaging;

/// <summary>What tests of messages do with the running application, and how they look into its log.</summary>
internal static class MessagingApp
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static Task<ApiResponse> PutAsync(this ApiClient client, string path, object body) =>
        client.SendAsync(HttpMethod.Put, path, JsonSerializer.Serialize(body));

    public static Task<ApiResponse> PutTextAsync(this ApiClient client, string path, string body) => client.SendAsync(HttpMethod.Put, path, body);

    /// <summary>A new topic, and its name.</summary>
    public static async Task<string> TopicAsync(this ApiClient client, object? body = null)
    {
        var name = "t-" + Guid.NewGuid().ToString("n");
        using var made = await client.PutAsync($"/api/topics/{name}", body ?? new { });
        Assert.Equal(HttpStatusCode.Created, made.Status);
        return name;
    }

    /// <summary>Everything in a topic's log, stream by stream.</summary>
    public static Task<IReadOnlyList<StoredMessage>> StoredAsync(this RunningApp app, string topic) => app.Cluster.Services[0].StoredAsync(topic);

    /// <inheritdoc cref="StoredAsync(RunningApp, string)"/>
    public static async Task<IReadOnlyList<StoredMessage>> StoredAsync(this IServiceProvider services, string topic)
    {
        var found = (await services.GetRequiredService<ITopicStore>().FindTopicAsync(topic, Cancel))!.Topic;
        var reader = services.GetRequiredService<LogReader>();
        var messages = new List<StoredMessage>();
        foreach (var stream in found.Streams())
        {
            long next = 1;
            while (await reader.ReadAsync(stream, next, 1_000, Cancel) is { Count: > 0 } entries)
            {
                messages.AddRange(entries.SelectMany(entry => entry.Messages));
                next = entries[^1].Next;
            }
        }

        return messages;
    }

    public static string Text(this StoredMessage message) => Encoding.UTF8.GetString(message.Content.Data.Span);
}
