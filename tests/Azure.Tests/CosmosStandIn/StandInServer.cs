using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Serverless.Azure.Tests.Emulators;

namespace Serverless.Azure.Tests.CosmosStandIn;

/// <summary>The stand-in at a port of this machine, for processes that are given a connection string.</summary>
internal sealed class StandInServer : IAsyncDisposable
{
    /// <summary>The key that every emulator has; it is public.</summary>
    private const string Key = "C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw==";

    private readonly WebApplication app;
    private readonly StandInGateway gateway;

    private StandInServer(StandInGateway gateway)
    {
        this.gateway = gateway;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.Run(AnswerAsync);
    }

    public string ConnectionString => $"AccountEndpoint={app.Urls.First()}/;AccountKey={Key};";

    public static async Task<StandInServer> StartAsync()
    {
        // Of this process and those that it starts: outside of Azure, the SDK would wait for an address that nobody has.
        Environment.SetEnvironmentVariable("COSMOS_DISABLE_IMDS_ACCESS", "true");
        var server = new StandInServer(new StandInGateway(new UnreliableNetwork(), TimeProvider.System));
        await server.app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        string[] path = [.. context.Request.Path.ToString().Split('/', StringSplitOptions.RemoveEmptyEntries)];
        var headers = context.Request.Headers;
        var request = new StandInRequest(context.Request.Method, path, name => headers.TryGetValue(name, out var value) ? value.ToString() : null, body.ToArray());
        await SendAsync(context.Response, await gateway.AnswerAsync(request, new Uri(app.Urls.First())));
    }

    private static async Task SendAsync(HttpResponse response, StandInAnswer answer)
    {
        response.StatusCode = (int)answer.Status;
        foreach (var (name, value) in answer.Headers)
        {
            response.Headers[name] = value;
        }

        if (answer.Body.Length > 0)
        {
            response.ContentType = answer.ContentType;
            await response.Body.WriteAsync(answer.Body);
        }
    }
}
