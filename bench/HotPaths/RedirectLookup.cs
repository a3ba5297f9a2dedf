using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.Http;
using Serverless.Core.UrlShortening.Following;
using Serverless.Functions.UrlShortening.Following;

namespace Serverless.HotPaths;

/// <summary>Following a link that this process remembers.</summary>
public class RedirectLookup
{
    private readonly HotApp app = HotApp.Build();
    private readonly DefaultHttpContext context = new();
    private readonly LinkFollower follower;
    private readonly LinkVisits visits;
    private readonly FollowLinkFunction function;

    public RedirectLookup()
    {
        follower = app.Get<LinkFollower>();
        visits = app.Get<LinkVisits>();
        function = app.Make<FollowLinkFunction>();
        context.Request.Method = HttpMethods.Get;
        context.Request.Headers.Referer = "https://news.example.org/today";
        context.Request.Headers.UserAgent = "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0";
    }

    [GlobalSetup]
    public async Task FillAsync()
    {
        await app.AddLinkAsync();
        await Request();
        if (context.Response.StatusCode != StatusCodes.Status301MovedPermanently)
        {
            throw new InvalidOperationException($"A redirect was answered with {context.Response.StatusCode}.");
        }
    }

    [Benchmark(Description = "redirect: key to target, in memory")]
    public ValueTask<FollowedLink> Find() => follower.FollowAsync(HotApp.Key, CancellationToken.None);

    [Benchmark(Description = "redirect: the same, the click counted")]
    public ValueTask<LinkVisit> Visit() => visits.VisitAsync(HotApp.Key, VisitorHeaders.Read(context.Request), CancellationToken.None);

    [Benchmark(Description = "redirect: function, from request to answer")]
    public async Task Request()
    {
        var answer = await function.FollowAsync(context.Request, HotApp.Key);
        await answer.ExecuteAsync(context);
    }

    [GlobalCleanup]
    public ValueTask DisposeAsync() => app.DisposeAsync();
}
