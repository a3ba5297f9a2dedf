using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Serverless.Client.Tests.Cli;

/// <summary>Stands between the tool and the service, and has the tool killed at a chosen moment of a chosen request.</summary>
internal sealed class KillingProxy : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly HttpClient service;
    private int requests;
    private Plan? plan;

    private KillingProxy(WebApplication app, Uri address) => (this.app, service) = (app, new HttpClient { BaseAddress = address });

    /// <summary>When a request makes the tool be killed.</summary>
    public enum Moment
    {
        BeforeTheServiceHasIt,
        WhileTheServiceWorks,
        BeforeTheAnswer,
        WithinTheAnswer,
    }

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    public static async Task<KillingProxy> StartAsync(Uri service)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var proxy = new KillingProxy(app, service);
        app.Run(proxy.ForwardAsync);
        await app.StartAsync();
        proxy.Address = new Uri(app.Urls.First());
        return proxy;
    }

    /// <summary>Has <paramref name="kill"/> called at a moment of the n-th request from now.</summary>
    public void Arm(int request, Moment moment, Action kill)
    {
        Volatile.Write(ref requests, 0);
        Volatile.Write(ref plan, new Plan(request, moment, kill));
    }

    public void Disarm() => Volatile.Write(ref plan, null);

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        service.Dispose();
    }

    private async Task ForwardAsync(HttpContext context)
    {
        var current = Volatile.Read(ref plan);
        var moment = current is not null && Interlocked.Increment(ref requests) == current.Request ? current.Moment : (Moment?)null;
        var body = await BodyAsync(context.Request);
        Kill(moment == Moment.BeforeTheServiceHasIt, current);

        // The service goes on with what it was sent, though its client has gone.
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), $"{context.Request.Path}{context.Request.QueryString}") { Content = body.Length == 0 ? null : new ByteArrayContent(body) };
        request.Headers.TryAddWithoutValidation("Authorization", context.Request.Headers.Authorization.ToString());
        request.Headers.Host = context.Request.Host.Value;
        var sending = service.SendAsync(request, TestContext.Current.CancellationToken);
        Kill(moment == Moment.WhileTheServiceWorks, current);
        using var answer = await sending;
        var content = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Kill(moment == Moment.BeforeTheAnswer, current);
        await AnswerAsync(context.Response, answer, content, moment == Moment.WithinTheAnswer ? current : null);
    }

    private static async Task<byte[]> BodyAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, TestContext.Current.CancellationToken);
        return body.ToArray();
    }

    private static async Task AnswerAsync(HttpResponse response, HttpResponseMessage answer, byte[] content, Plan? killer)
    {
        response.StatusCode = (int)answer.StatusCode;
        response.ContentType = answer.Content.Headers.ContentType?.ToString();
        response.Headers.ContentLength = content.Length == 0 ? null : content.Length;
        var half = content.Length / 2;
        await response.Body.WriteAsync(content.AsMemory(0, half));
        await response.Body.FlushAsync();
        Kill(killer is not null, killer);
        await response.Body.WriteAsync(content.AsMemory(half));
    }

    private static void Kill(bool now, Plan? plan)
    {
        if (now)
        {
            plan!.Kill();
        }
    }

    private sealed record Plan(int Request, Moment Moment, Action Kill)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Moment} of request {Request}");
    }
}
