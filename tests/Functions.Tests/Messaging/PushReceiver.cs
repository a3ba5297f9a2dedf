using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Serverless.Functions.Tests.Messaging;

/// <summary>An endpoint on a real web server, which answers each path as the test says.</summary>
internal sealed class PushReceiver : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<(string Path, string Id, int Number)> accepted = new();
    private readonly ConcurrentQueue<ReceivedPush> requests = new();
    private readonly SemaphoreSlim changed = new(0);

    private PushReceiver(WebApplication app) => this.app = app;

    /// <summary>Answers a request; the default is 204.</summary>
    public Func<HttpContext, int, Task> Answer { get; set; } = (context, _) => AnswerAsync(context, StatusCodes.Status204NoContent);

    /// <summary>Every request so far, accepted or not.</summary>
    public IReadOnlyCollection<ReceivedPush> Requests => requests;

    public Uri Address => new(app.Urls.Single());

    public static async Task<PushReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new PushReceiver(builder.Build());
        receiver.app.Run(receiver.ReceiveAsync);
        await receiver.app.StartAsync(TestContext.Current.CancellationToken);
        return receiver;
    }

    public static Task AnswerAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    public int[] Numbers(string path) => [.. accepted.Where(item => item.Path == path).Select(item => item.Number)];

    /// <summary>Waits until a path has accepted so many different messages.</summary>
    public async Task<int[]> WaitAsync(string path, int count)
    {
        while (Numbers(path).Distinct().Count() < count)
        {
            Assert.True(await changed.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken), $"{path} got {Numbers(path).Length} of {count}.");
        }

        return Numbers(path);
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        changed.Dispose();
    }

    private async Task ReceiveAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var request = ReceivedPush.Of(context.Request, body.ToArray());
        requests.Enqueue(request);
        await Answer(context, request.Number);
        if (context.Response.StatusCode < 300)
        {
            accepted.Enqueue((request.Path, request.Id, request.Number));
            changed.Release();
        }
    }
}
