using System.Globalization;
using System.Threading.Channels;
using Serverless.Bench.Harness;

namespace Serverless.Bench.Messaging;

/// <summary>An endpoint in this process for each subscription, which takes the messages that are pushed to it but for bad ones, and one that takes 10 s.</summary>
public sealed class EndpointServer : IAsyncDisposable
{
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(10);

    private readonly WebApplication app;
    private readonly Channel<ReadOnlyMemory<byte>>[] arrived = [.. Enumerable.Range(0, BenchMessages.Subscriptions).Select(_ => Channel.CreateUnbounded<ReadOnlyMemory<byte>>())];

    private EndpointServer(WebApplication app) => this.app = app;

    public Uri SlowAddress => new(app.Urls.Single() + "/slow");

    public static async Task<EndpointServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Workspace.FreePort()}"));
        var server = new EndpointServer(app);
        app.MapPost("/slow", (HttpContext context) => Task.Delay(Slow, TimeProvider.System, context.RequestAborted));
        app.MapPost("/{subscription:int}", server.TakeAsync);
        await app.StartAsync();
        return server;
    }

    public Uri AddressOf(int subscription) => new(string.Create(CultureInfo.InvariantCulture, $"{app.Urls.Single()}/{subscription}"));

    /// <summary>What has been pushed to a subscription's endpoint.</summary>
    public ChannelReader<ReadOnlyMemory<byte>> ArrivedAt(int subscription) => arrived[subscription].Reader;

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await app.StopAsync(now.Token);
        await app.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext context, int subscription)
    {
        var body = new byte[context.Request.ContentLength ?? throw new BenchException("A pushed message has no length.")];
        await context.Request.Body.ReadExactlyAsync(body);
        var message = LocalHostJson.ReadEvent(body);
        if (message.Span.SequenceEqual(BenchMessages.Bad))
        {
            context.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return;
        }

        await arrived[subscription].Writer.WriteAsync(message);
    }
}
