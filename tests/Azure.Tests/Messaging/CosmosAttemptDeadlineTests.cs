using Microsoft.Extensions.Time.Testing;
using Serverless.Core.Cosmos;

namespace Serverless.Azure.Tests.Messaging;

/// <summary>How long one attempt to ask Cosmos DB may take.</summary>
public sealed class CosmosAttemptDeadlineTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(4);

    private readonly FakeTimeProvider time = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ends_an_attempt_that_is_not_answered_in_time()
    {
        using var client = Client(new TaskCompletionSource<HttpResponseMessage>());
        var asked = client.GetAsync(new Uri("https://cosmos.invalid/"), Cancel);
        time.Advance(Deadline - TimeSpan.FromMilliseconds(1));
        Assert.False(asked.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
    }

    [Fact]
    public async Task Gives_back_what_is_answered_in_time()
    {
        var answer = new TaskCompletionSource<HttpResponseMessage>();
        using var client = Client(answer);
        var asked = client.GetAsync(new Uri("https://cosmos.invalid/"), Cancel);
        time.Advance(Deadline - TimeSpan.FromMilliseconds(1));
        using var response = new HttpResponseMessage(HttpStatusCode.NoContent);
        answer.SetResult(response);
        Assert.Equal(HttpStatusCode.NoContent, (await asked).StatusCode);
    }

    private HttpClient Client(TaskCompletionSource<HttpResponseMessage> answer) => new(new CosmosAttemptDeadline(new Answering(answer), Deadline, time));

    private sealed class Answering(TaskCompletionSource<HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            answer.Task.WaitAsync(cancellationToken);
    }
}
