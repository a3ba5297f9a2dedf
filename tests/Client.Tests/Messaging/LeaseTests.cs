using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Serverless.Client.Tests.Http;

namespace Serverless.Client.Tests.Messaging;

/// <summary>Leases of messages that are being handled, with a clock of the test's.</summary>
public sealed class LeaseTests
{
    private const string OneMessage = """{"messages":[{"ackId":"a1","id":"m1","sequence":1,"data":1,"attributes":{},"publishedAt":"2026-01-01T00:00:00Z","attempt":1}]}""";

    private static readonly TimeSpan SafetyNet = TimeSpan.FromSeconds(60);

    private readonly FakeTimeProvider time = new();
    private readonly TaskCompletionSource extended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource pulledAgain = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> commands = [];
    private string extendStatus = "extended";
    private int pulls;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Are_extended_while_the_message_is_handled()
    {
        using var service = new TestClient(new Uri("https://example.com"), "key", new FakeSubscription(Answer), time: time);
        await foreach (var message in service.Client.SubscribeAsync("t", "s", new SubscribeOptions { AckDeadline = TimeSpan.FromSeconds(30) }, Cancelled))
        {
            Assert.Equal("m1", message.Id);
            time.Advance(TimeSpan.FromSeconds(10));
            await extended.Task.WaitAsync(SafetyNet, Cancelled);
            Assert.False(message.IsLost);
            break;
        }

        Assert.Contains("""extend {"ackIds":["a1"],"by":"PT30S"}""", commands);
        Assert.Contains("""nack {"ackIds":["a1"]}""", commands);
    }

    [Fact]
    public async Task That_can_t_be_extended_any_more_are_lost_and_not_given_back()
    {
        extendStatus = "expired";
        using var service = new TestClient(new Uri("https://example.com"), "key", new FakeSubscription(Answer), time: time);
        await foreach (var message in service.Client.SubscribeAsync("t", "s", new SubscribeOptions { AckDeadline = TimeSpan.FromSeconds(30), Prefetch = 1 }, Cancelled))
        {
            time.Advance(TimeSpan.FromSeconds(10));

            // With room for one message, the next is asked for once this one is known to be lost.
            await pulledAgain.Task.WaitAsync(SafetyNet, Cancelled);
            Assert.True(message.IsLost);
            break;
        }

        Assert.DoesNotContain(commands, command => command.StartsWith("nack", StringComparison.Ordinal));
    }

    private async Task<HttpResponseMessage> Answer(string command, string body, CancellationToken cancellationToken)
    {
        lock (commands)
        {
            commands.Add($"{command} {body}");
        }

        switch (command)
        {
            case "pull" when Interlocked.Increment(ref pulls) == 1:
                return ScriptedHandler.Json(HttpStatusCode.OK, OneMessage);
            case "pull":
                pulledAgain.TrySetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
                throw new InvalidOperationException("It waits for ever.");
            default:
                var ids = JsonDocument.Parse(body).RootElement.GetProperty("ackIds").EnumerateArray().Select(id => id.GetString());
                var status = command switch { "extend" => extendStatus, "nack" => "returned", _ => "acknowledged" };
                var answer = ScriptedHandler.Json(HttpStatusCode.OK, $$"""{"results":[{{string.Join(',', ids.Select(id => $$"""{"ackId":"{{id}}","status":"{{status}}"}"""))}}]}""");
                _ = command == "extend" && extended.TrySetResult();
                return answer;
        }
    }
}
