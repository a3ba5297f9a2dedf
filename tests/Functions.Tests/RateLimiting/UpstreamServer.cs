using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Serverless.Functions.Tests.RateLimiting;

/// <summary>An API behind the gateway: writes down what reaches it, and answers as a test tells it to.</summary>
public sealed class UpstreamServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private UpstreamServer(WebApplication app) => this.app = app;

    public ConcurrentQueue<UpstreamRequest> Requests { get; } = [];

    /// <summary>Answers by path; others are answered with 200 and "ok".</summary>
    public ConcurrentDictionary<string, RequestDelegate> Answers { get; } = new(StringComparer.Ordinal);

    public Uri Address => new(app.Urls.Single());

    public static async Task<UpstreamServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        var app = builder.Build();
        var server = new UpstreamServer(app);
        app.Run(server.AnswerAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    /// <summary>What reached the server since the last time this was asked.</summary>
    public IReadOnlyList<UpstreamRequest> Take()
    {
        var taken = new List<UpstreamRequest>();
        while (Requests.TryDequeue(out var request))
        {
            taken.Add(request);
        }

        return taken;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        if (Answers.TryGetValue(context.Request.Path, out var answer))
        {
            Requests.Enqueue(new UpstreamRequest(context.Request.Method, target, headers, ""));
            await answer(context);
            return;
        }

        using var reader = new StreamReader(context.Request.Body);
        Requests.Enqueue(new UpstreamRequest(context.Request.Method, target, headers, await reader.ReadToEndAsync(context.RequestAborted)));
        await context.Response.WriteAsync("ok", context.RequestAborted);
    }
}
