using Serverless.Functions.Tests.EndToEnd;
using Serverless.Functions.Tests.Requests;

namespace Serverless.Functions.Tests.UrlShortening;

/// <summary>ETags of links.</summary>
public sealed class LinkETagTests(RunningApp app) : ETagContract(app), IClassFixture<RunningApp>
{
    protected override string Path => $"/api/links/{Name}";

    protected override (object First, object Second) Bodies => (new { url = "https://example.com/first" }, new { url = "https://example.com/second" });

    protected override HttpMethod Change => HttpMethod.Patch;

    protected override Task<ApiResponse> MakeAsync() => Admin.PostAsync("/api/links", new { url = "https://example.com/first", alias = Name });

    [Fact]
    public async Task Are_in_the_items_of_a_batch_and_in_the_answer_to_a_restore()
    {
        using var batch = await Admin.PostAsync("/api/links", new[] { new { url = "https://example.com/first", alias = Name }, new { url = "nowhere", alias = Name + "-2" } });
        var items = batch.Json.GetProperty("items").EnumerateArray().ToArray();
        using var read = await Admin.GetAsync(Path);
        Assert.Equal(read.Header("ETag"), items[0].GetProperty("etag").GetString());
        Assert.False(items[1].TryGetProperty("etag", out _));
        using var deleted = await Admin.DeleteAsync(Path);
        using var restored = await Admin.PostAsync($"{Path}/restore", new { });
        using var reread = await Admin.GetAsync(Path);
        Assert.Equal(restored.Header("ETag"), reread.Header("ETag"));
        Assert.NotEqual(read.Header("ETag"), restored.Header("ETag"));
    }
}
