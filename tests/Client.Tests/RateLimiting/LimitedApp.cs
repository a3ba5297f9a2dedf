using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Serverless.Client.AspNetCore;

namespace Serverless.Client.Tests.RateLimiting;

/// <summary>A sample application that is limited by the middleware, over real HTTP.</summary>
internal sealed class LimitedApp : IAsyncDisposable
{
    private readonly WebApplication app;
    private int checks;

    private LimitedApp(WebApplication app) => this.app = app;

    /// <summary>What the application was asked to do.</summary>
    public int Served;

    /// <summary>Round trips to the service.</summary>
    public int Checks => checks;

    /// <summary>What was logged at the levels that an application logs by default, but for the web server's own.</summary>
    public IReadOnlyCollection<string> Logged => app.Services.GetServices<ILoggerProvider>().OfType<LoggedLines>().Single().Lines;

    public HttpClient Client { get; private set; } = new();

    public static async Task<LimitedApp> StartAsync(
        Uri service, string key, Action<ServerlessRateLimitingOptions>? configure = null, HttpMessageHandler? handler = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(new LoggedLines());
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddServerlessClient(options => (options.Address, options.ApiKey) = (service, key));
        LimitedApp? limited = null;
        var http = builder.Services.AddServerlessRateLimiting(options =>
        {
            (options.Api, options.Deadline) = ("sample", TimeSpan.FromSeconds(10));
            options.Caller = context => new() { User = context.Request.Headers["x-user"] };
            configure?.Invoke(options);
        });
        http.AddHttpMessageHandler(() => new CountingHandler(() => Interlocked.Increment(ref limited!.checks)));
        if (handler is not null)
        {
            http.ConfigurePrimaryHttpMessageHandler(() => handler);
        }

        var app = builder.Build();
        limited = new LimitedApp(app);
        app.UseServerlessRateLimiting();
        app.MapGet("/orders", (HttpContext context) =>
        {
            Interlocked.Increment(ref limited.Served);
            return context.Features.Get<RateLimitingFeature>()!.IsDegraded ? "degraded" : "counted";
        }).WithName("orders.read");
        app.MapGet("/free", () => "free");
        await app.StartAsync();
        limited.Client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        return limited;
    }

    public Task<HttpResponseMessage> GetAsync(string path, string user)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("x-user", user);
        return Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
    }

    private sealed class LoggedLines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => categoryName.StartsWith("Microsoft.", StringComparison.Ordinal) ? NullLogger.Instance : this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }

    private sealed class CountingHandler(Action count) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            count();
            return base.SendAsync(request, cancellationToken);
        }
    }
}
