using System.Text;
using CsCheck;
using Serverless.Functions.Tests.EndToEnd;
using Serverless.Torture.Security;

namespace Serverless.Torture.Fuzzing;

/// <summary>Bodies and queries that are nearly right, over HTTP to every function: no answer is a fault of ours, each refusal a problem document.</summary>
public sealed class RequestBodiesFuzz(RunningApp app) : IClassFixture<RunningApp>
{
    private static readonly string[] Tokens =
        ["{", "}", "[", "]", "\"", ":", ",", "null", "true", "-1", "0", "1e999", "99999999999999999999", "\\ud800", "\\u0000", "PT0S", "-PT1S", "P99999999D", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00", "http://", "whsec_", "\"upstream\":\"http://127.0.0.1:9/\","];

    public static TheoryData<string> WithBodies => [.. Routes.All.Where(call => call.Body is not null).Select(call => call.Function)];

    public static TheoryData<string> WithoutBodies => [.. Routes.All.Where(call => call.Method == "GET").Select(call => call.Function)];

    [Theory]
    [MemberData(nameof(WithBodies))]
    public async Task A_body_is_read_or_refused(string function)
    {
        var call = Routes.All.Single(candidate => candidate.Function == function);
        using var client = app.Admin();
        await Fuzz.TryAsync(Texts.Around([call.Body!, $"[{call.Body},{call.Body}]"], Tokens), async body =>
        {
            using var request = new HttpRequestMessage(new HttpMethod(call.Method), call.Path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            using var response = await client.SendAsync(request);
            IsNoFault(response);
        });
    }

    [Theory]
    [MemberData(nameof(WithoutBodies))]
    public async Task A_path_and_query_are_read_or_refused(string function)
    {
        var call = Routes.All.Single(candidate => candidate.Function == function);
        using var client = app.Admin();
        var parts = Gen.Select(
            Texts.AroundAsUtf8([call.Path[(call.Path.LastIndexOf('/') + 1)..].Split('?')[0], "a", "%00", "."], "..", "%", "*", "%ff", "+"),
            Texts.AroundAsUtf8(["limit=5", "limit=-1&continuation=AAAA", "api=things-1&op=read&deny=403", "peek=true"], "&", "=", "%", "limit", "continuation", "[]"));
        await Fuzz.TryAsync(parts, async input =>
        {
            var (segment, query) = input;
            var path = $"{call.Path[..(call.Path.LastIndexOf('/') + 1)]}{Uri.EscapeDataString(segment[..Math.Min(segment.Length, 300)])}?{Uri.EscapeDataString(query[..Math.Min(query.Length, 300)]).Replace("%3D", "=", StringComparison.Ordinal).Replace("%26", "&", StringComparison.Ordinal)}";
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(app.Address + path[1..], new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
            using var response = await client.SendAsync(request);
            IsNoFault(response);
        });
    }

    private static void IsNoFault(ApiResponse response)
    {
        Assert.True((int)response.Status < 500, $"{(int)response.Status}: {Encoding.UTF8.GetString(response.Body)}");
        if ((int)response.Status >= 400 && response.Body.Length > 0)
        {
            Assert.Equal("application/problem+json", response.ContentType);
            Assert.NotEmpty(response.Text("detail"));
        }
    }
}
