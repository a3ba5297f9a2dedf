using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Serverless.Torture.Workloads;

/// <summary>An endpoint that agrees to everything and takes every message, which it tells whoever waits for the name in its path.</summary>
internal sealed class PushReceiver : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, Action<string>> takers = new(StringComparer.Ordinal);

    private PushReceiver()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.Run(AnswerAsync);
    }

    public static async Task<PushReceiver> StartAsync()
    {
        var receiver = new PushReceiver();
        await receiver.app.StartAsync();
        return receiver;
    }

    /// <summary>An endpoint of its own for messages that are told to <paramref name="taker"/> before they are answered.</summary>
    public string EndpointFor(string name, Action<string> taker)
    {
        takers[name] = taker;
        return $"{app.Urls.First()}/{name}";
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        context.Response.Headers["WebHook-Allowed-Origin"] = "*";
        if (context.Request.Method == HttpMethods.Post && takers.TryGetValue(context.Request.Path.Value![1..], out var taker))
        {
            using var sent = await JsonDocument.ParseAsync(context.Request.Body);
            foreach (var message in sent.RootElement.ValueKind == JsonValueKind.Array ? sent.RootElement.EnumerateArray().ToArray() : [sent.RootElement])
            {
                taker(message.GetProperty("data").GetString()!);
            }
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
