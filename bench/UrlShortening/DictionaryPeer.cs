using System.Collections.Frozen;
using Serverless.Bench.Harness;

namespace Serverless.Bench.UrlShortening;

/// <summary>Redirects from a dictionary, on the bare web server: what there is to win. Argument: a file of keys.</summary>
public sealed class DictionaryPeer : IPeer
{
    public string Name => "serve-dictionary";

    public async Task ServeAsync(int port, IReadOnlyList<string> arguments)
    {
        var targets = File.ReadLines(arguments[0]).ToFrozenDictionary(key => "/" + key, BenchLinks.UrlOf);
        await BareServer.ServeAsync(port, app => app.Run(context => Answer(context, targets)));
    }

    private static Task Answer(HttpContext context, FrozenDictionary<string, string> targets)
    {
        BareRedirect.Write(context.Response, targets.GetValueOrDefault(context.Request.Path.Value!));
        return Task.CompletedTask;
    }
}
