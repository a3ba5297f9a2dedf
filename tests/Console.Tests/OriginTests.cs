using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Serverless.Console.Tests.Browser;

namespace Serverless.Console.Tests;

/// <summary>What a page of an API behind the gateway can do to the console, whose origin it shares.</summary>
public sealed class OriginTests(ConsoleApp console)
{
    private const string Page =
        """
        <!doctype html>
        <title>harmless</title>
        <script>
          document.title = "ran";
          try { document.title = "read " + sessionStorage.length } catch (error) { document.title = "refused" }
          navigator.serviceWorker?.register("worker.js", { scope: "/" });
        </script>
        """;

    [Fact]
    public async Task It_reads_no_key_and_registers_no_service_worker()
    {
        var asked = new ConcurrentQueue<string>();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        await using var upstream = builder.Build();
        upstream.Run(context =>
        {
            asked.Enqueue(context.Request.Path);
            return context.Request.Path == "/page"
                ? AnswerAsync(context, "text/html", Page)
                : AnswerAsync(context, "text/javascript", "self.addEventListener('fetch', () => {})");
        });
        await upstream.StartAsync(TestContext.Current.CancellationToken);
        using var admin = console.App.Admin();
        using var put = await admin.PutAsync("/api/ratelimit/apis/pages", new { upstream = upstream.Urls.Single(), operations = new[] { new { op = "any", method = "*", route = "{*path}" } } });
        Assert.Equal(HttpStatusCode.Created, put.Status);
        await console.VisitAsync(Look.Desktop, async visit =>
        {
            visit.ExpectsNoScript();
            await visit.EnterAsync();
            Assert.NotEqual(0, await visit.Page.EvaluateAsync<int>("sessionStorage.length"));
            var answer = await visit.Page.GotoAsync(new Uri(console.App.Address, "/gateway/pages/page").AbsoluteUri);
            Assert.Equal("harmless", await visit.Page.TitleAsync());
            Assert.Equal("null", await visit.Page.EvaluateAsync<string>("self.origin"));
            Assert.DoesNotContain(await answer!.HeadersArrayAsync(), header => header.Name.Equals("Service-Worker-Allowed", StringComparison.OrdinalIgnoreCase) || header.Name.Equals("Clear-Site-Data", StringComparison.OrdinalIgnoreCase));

            await visit.Page.GotoAsync(visit.Console.ConsoleUrl);
            Assert.Equal(0, await visit.Page.EvaluateAsync<int>("navigator.serviceWorker.getRegistrations().then(all => all.length)"));
            Assert.NotEqual(0, await visit.Page.EvaluateAsync<int>("sessionStorage.length"));
        });
        Assert.Equal(["/page"], asked);
    }

    private static Task AnswerAsync(HttpContext context, string type, string content)
    {
        context.Response.ContentType = type;
        context.Response.Headers["Service-Worker-Allowed"] = "/";
        context.Response.Headers["Clear-Site-Data"] = "\"storage\"";
        context.Response.Headers.ContentSecurityPolicy = "script-src 'unsafe-inline'";
        return context.Response.WriteAsync(content, context.RequestAborted);
    }
}
