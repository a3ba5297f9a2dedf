using Serverless.Core.Access;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Functions.Tests.Description;

/// <summary>Every operation demands the scope that it describes, and no other.</summary>
public sealed class ScopeTests(RunningApp app) : IClassFixture<RunningApp>
{
    public static TheoryData<string> Ids => [.. DescribedApi.Operations.Select(operation => operation.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Refuses_a_request_without_its_scope(string id)
    {
        var operation = DescribedApi.Operations.Single(operation => operation.Id == id);
        using var anonymous = app.Anonymous();
        using var without = await anonymous.SendAsync(new HttpMethod(operation.Method), operation.ExamplePath);
        Assert.Equal(operation.NeedsKey, without.Status == HttpStatusCode.Unauthorized);
        if (operation.Scope is { } scope)
        {
            using var other = await app.ClientAsync("other", [.. ScopeNames.All.Where(name => name != scope && name != ScopeNames.Admin)]);
            using var refused = await other.SendAsync(new HttpMethod(operation.Method), operation.ExamplePath);
            Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
            if (operation.Method != HttpMethod.Head.Method)
            {
                Assert.Contains($"'{scope}'", refused.Text("detail"), StringComparison.Ordinal);
            }
        }
    }
}
