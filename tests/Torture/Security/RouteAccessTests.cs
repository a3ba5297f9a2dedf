using Serverless.Core.Access;
using Serverless.Functions.Requests;
using Serverless.Functions.Tests.EndToEnd;
using Serverless.LocalHost.Triggers;

namespace Serverless.Torture.Security;

/// <summary>Every route with every scope, and with none: who has the right one gets in, and nobody else.</summary>
public sealed class RouteAccessTests(RunningApp app) : IClassFixture<RunningApp>
{
    public static TheoryData<string> Scoped => [.. Routes.All.Where(call => call.Scope is not null).Select(call => call.Function)];

    public static TheoryData<string> Open => [.. Routes.All.Where(call => call.Scope is null).Select(call => call.Function)];

    public static TheoryData<string> Narrowed => [.. Routes.All.Where(call => call.Resource is not null).Select(call => call.Function)];

    [Fact]
    public void Every_function_of_the_application_is_among_them() => Assert.Equal(
        FunctionCatalog.Of(typeof(RequestPipeline).Assembly).Http.Select(function => function.Name).Order(StringComparer.Ordinal),
        Routes.All.Select(call => call.Function).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Open))]
    public async Task An_open_route_asks_for_no_key(string function)
    {
        using var client = app.Anonymous();
        Assert.NotEqual(HttpStatusCode.Unauthorized, await StatusAsync(client, function));
    }

    [Theory]
    [MemberData(nameof(Scoped))]
    public async Task A_route_refuses_who_brings_no_key_or_a_wrong_one(string function)
    {
        using var nobody = app.Anonymous();
        using var stranger = new ApiClient(app.Address, "sk_" + new string('a', 43));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(nobody, function));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(stranger, function));
    }

    [Theory]
    [MemberData(nameof(Scoped))]
    public async Task A_route_lets_in_whom_the_scope_lets_in(string function)
    {
        var needed = CallOf(function).Scope!;
        foreach (var scope in ScopeNames.All.Order(StringComparer.Ordinal))
        {
            using var client = await app.ClientAsync("owner-of-" + scope, scope);
            var isIn = await StatusAsync(client, function) is not (HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized);
            Assert.True(isIn == (scope == needed || scope == ScopeNames.Admin || needed == Routes.AnyKey), $"{function} with {scope}: {(isIn ? "let in" : "refused")}");
        }
    }

    [Theory]
    [MemberData(nameof(Narrowed))]
    public async Task A_narrower_scope_lets_in_to_what_it_names(string function)
    {
        var needed = CallOf(function).Scope!;
        foreach (var (resource, covers) in new[] { (Routes.Name, true), ("things-*", true), ("*", true), ("other", false), ("other-*", false), (Routes.Name + "0", false), ("Things-1", false) })
        {
            // Whose rule it is, a rule says itself.
            using var admin = app.Admin();
            await StatusAsync(admin, "PutRateLimitRule");
            using var client = await app.ClientAsync("narrowed", $"{needed}:{resource}");
            var isIn = await StatusAsync(client, function) is not HttpStatusCode.Forbidden;
            Assert.True(isIn == covers, $"{function} with {needed}:{resource}: {(isIn ? "let in" : "refused")}");
        }
    }

    private static RouteCall CallOf(string function) => Routes.All.Single(call => call.Function == function);

    private static async Task<HttpStatusCode> StatusAsync(ApiClient client, string function)
    {
        var call = CallOf(function);
        using var response = await client.SendAsync(new HttpMethod(call.Method), call.Path, call.Body);
        return response.Status;
    }
}
