using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Serverless.Core.RateLimiting.Routing;
using Serverless.Core.RateLimiting.Rules;

namespace Serverless.Core.Tests.RateLimiting.Routing;

/// <summary>
/// Random methods and paths, random APIs, and servers of random habits: whatever a server runs is what was counted. The
/// variable <c>FUZZ_PAIRS</c> sets how many requests are tried, and <c>FUZZ_SEED</c> which ones.
/// </summary>
public sealed partial class RouteFuzzTests(ITestOutputHelper output)
{
    private const int DefaultPairs = 200_000;
    private const int RequestsPerApi = 50;

    private static readonly string[] Words =
        ["orders", "search", "admin", "files", "ORDERS", "Search", "7", "a", "seARch", "ｓearch", "ſearch", "orderſ", "x.y", "K", "search:go", "a b", "lıst", "list"];

    private static readonly string[] Bits =
    [
        .. Enumerable.Repeat("/", 20), "//", ".", "..", ";", ";x=1", "%2f", "%2F", "%5c", "\\", "%2e", "%2E%2e", "%20", " ", "%3b", "%3B", "%3f", "?", "#", "%23", "%25",
        "%252f", "%252e", "%2573", "%73", "%00", "%c0%ae", "%c0%af", "%c1%b3", "%e0%80%af", "%ff", "%", "%u0073", "%25u002f", "%ef%bd%93", "%cd%be", "%c2%a0", "%e3%80%80",
        "%0d%0a", "%09", "+", "%2b", "~", "é", "%c3%a9", "%e2%84%aa", "..;", "...", "%2e%2e;", "%85", "%c2%85", "%e2%80%a8", "%ed%a0%80",
    ];

    private static readonly string[] Methods =
        ["GET", "GET", "GET", "GET", "HEAD", "HEAD", "POST", "POST", "PUT", "get", "Get", "hEAD", "post", "PROPFIND", "propfind", "SHAKE", "shake", "QUERY", "TRACE", "DELETE", "delete"];

    private static readonly string[] OwnMethods = ["GET", "GET", "HEAD", "POST", "*", "*", "*", "PUT"];

    private static readonly string[] Routes =
        ["{*path}", "{*path}", "orders", "orders/{id}", "orders/search", "orders/search/{x}", "orders/{id}/{*rest}", "{a}", "{a}/search", "admin", "files/{*p}", "files/admin", "a/{b}/c", "search:go", "list", ""];

    [Fact]
    public void What_a_server_runs_is_what_was_counted()
    {
        var (pairs, seed) = (Setting("FUZZ_PAIRS", DefaultPairs), Setting("FUZZ_SEED", 16));
        var random = new Random(seed);
        var (matched, ran) = (0, 0);
        IReadOnlyList<ApiOperation> operations = [];
        var routes = new ApiRoutes(StoredApi(operations));
        for (var i = 0; i < pairs; i++)
        {
            operations = i % RequestsPerApi == 0 ? Api(random) : operations;
            routes = i % RequestsPerApi == 0 ? new ApiRoutes(StoredApi(operations)) : routes;
            var (method, target, server) = (Methods[random.Next(Methods.Length)], Target(random), new UpstreamModel(operations, Habits(random)));

            // A proxy that asks sends on what it was sent, also what no operation matches; the gateway what it has matched.
            var match = routes.FindByTarget(method, target);
            Judge(match.Operation?.Op, match.Refused is null ? server.Run(method, target) : null, $"{method} {target} as it is");
            var path = Host(target);
            var counted = routes.Find(method, path).Operation?.Op;
            var run = counted is null ? null : server.Run(method, "/" + RequestPath.Encode(path));
            Judge(counted, run, $"{method} {target} through the gateway");
            (matched, ran) = (matched + (counted is null ? 0 : 1), ran + (run is null ? 0 : 1));

            void Judge(string? seen, string? done, string what) =>
                Assert.True(done is null || done == seen, $"{what} was counted as {seen} and ran {done}. Seed {seed}, request {i}, {string.Join(", ", operations)}");
        }

        output.WriteLine($"{pairs:N0} requests, {matched:N0} of them matched, {ran:N0} run.");
        Assert.InRange(ran, pairs / 50, pairs);
    }

    private static int Setting(string name, int fallback) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : fallback;

    private static ApiDefinition StoredApi(IReadOnlyList<ApiOperation> operations) => StoredSamples.Api("api") with { Operations = operations };

    private static ApiOperation[] Api(Random random) =>
    [
        .. Enumerable.Range(0, random.Next(1, 8))
            .Select(number => new ApiOperation($"op{number}", OwnMethods[random.Next(OwnMethods.Length)], Routes[random.Next(Routes.Length)]))
            .DistinctBy(operation => (operation.Method, operation.Route)),
    ];

    private static string Target(Random random)
    {
        var target = new StringBuilder("/");
        var length = random.Next(0, 5);
        for (var i = 0; i < length; i++)
        {
            target.Append(i % 2 == 0 && random.Next(4) > 0 ? Words[random.Next(Words.Length)] : Bits[random.Next(Bits.Length)]);
        }

        return target.ToString();
    }

    private static UpstreamHabits Habits(Random random)
    {
        var habits = (UpstreamHabits)random.Next((int)UpstreamHabits.All + 1);
        return random.Next(3) == 0 ? habits & (UpstreamHabits)random.Next((int)UpstreamHabits.All + 1) : habits;
    }

    // As Kestrel hands a path over: decoded but for encoded slashes and what is not UTF-8, without dot segments.
    private static string Host(string target)
    {
        var path = target.AsSpan().IndexOfAny('?', '#') is >= 0 and var end ? target[..end] : target;
        var decoded = string.Join("%2F", EncodedSlash().Split(path).Select(Uri.UnescapeDataString));
        var segments = new List<string>();
        foreach (var segment in decoded[1..].Split('/'))
        {
            if (segment == ".." && segments.Count > 0)
            {
                segments.RemoveAt(segments.Count - 1);
            }
            else if (segment is not "." and not "..")
            {
                segments.Add(segment);
            }
        }

        return string.Join('/', segments);
    }

    [GeneratedRegex("%2[fF]")]
    private static partial Regex EncodedSlash();
}
