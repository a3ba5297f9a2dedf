using System.Collections.Frozen;
using System.Globalization;
using Serverless.Bench.Harness;

namespace Serverless.Bench.UrlShortening;

/// <summary>Redirects from a dictionary, on the bare web server: what there is to win. Argument: a file of keys.</summary>
public sealed class DictionaryPeer : IPeer
{
    public string Name => "serve-dictionary";

    public async Task ServeAsync(int port, IReadOnlyList<string> arguments)
    {
        var targets = File.ReadLines(arguments[0]).ToFrozenDictionary(key => "/" + key, BenchLinks.UrlOf);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        var app = builder.Build();
        app.Urls.Add(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        app.Run(context => Answer(context, targets));
        await app.RunAsync();
    }

    private static Task Answer(HttpContext context, FrozenDictionary<string, string> targets)
    {
        var response = context.Response;
        response.ContentLength = 0;
        if (targets.TryGetValue(context.Request.Path.Value!, out var target))
        {
            response.StatusCode = StatusCodes.Status301MovedPermanently;
            response.Headers.Location = target;
            response.Headers.CacheControl = "public, max-age=3600";
        }
        else
        {
            response.StatusCode = StatusCodes.Status404NotFound;
        }

        return Task.CompletedTask;
    }
}
