using System.Text.Json;
using Serverless.Functions.Tests.EndToEnd;
using Serverless.Functions.Tests.UrlShortening.Corpus;

namespace Serverless.Functions.Tests.UrlShortening;

/// <summary>Thousands of awkward URLs, each shortened and followed over real HTTP, or refused with a reason.</summary>
public sealed class UrlCorpusOverHttpTests(RunningApp app) : IClassFixture<RunningApp>
{
    private const int BatchSize = 100;
    private const int MaxBatchCharacters = 400_000;

    [Fact]
    public async Task Gives_back_every_accepted_url_byte_for_byte()
    {
        using var client = await app.ClientAsync("corpus", "links");
        foreach (var batch in Batches(UrlCorpus.Accepted))
        {
            var items = await CreateAsync(client, batch);
            await Task.WhenAll(batch.Zip(items).Select(pair => FollowsAsync(client, pair.First, pair.Second)));
        }
    }

    [Fact]
    public async Task Refuses_every_other_url_with_a_reason()
    {
        using var client = await app.ClientAsync("corpus-refused", "links");
        foreach (var batch in Batches(UrlCorpus.Refused))
        {
            var items = await CreateAsync(client, batch);
            Assert.All(batch.Zip(items), pair =>
            {
                Assert.True(pair.Second.GetProperty("status").GetInt32() == 400, $"{pair.First.Url} was accepted, though it has {pair.First.Why}.");
                Assert.NotEmpty(pair.Second.GetProperty("problem").GetProperty("errors").GetProperty("url")[0].GetString()!);
            });
        }

        using var listed = await client.GetAsync("/api/links");
        Assert.Equal(0, listed.Json.GetProperty("items").GetArrayLength());
    }

    private static async Task FollowsAsync(ApiClient client, CorpusUrl sent, JsonElement item)
    {
        Assert.True(item.GetProperty("status").GetInt32() == 201, $"{sent.Url} ({sent.Why}) was refused: {item}");
        using var followed = await client.GetAsync(item.GetProperty("link").GetProperty("shortUrl").GetString()!);
        Assert.Equal((HttpStatusCode.MovedPermanently, sent.Url), (followed.Status, followed.Header("Location")));
        Assert.Equal(sent.Url, item.GetProperty("link").GetProperty("url").GetString());
    }

    private static async Task<JsonElement[]> CreateAsync(ApiClient client, CorpusUrl[] batch)
    {
        using var created = await client.PostAsync("/api/links", batch.Select(corpusUrl => new { url = corpusUrl.Url }));
        Assert.Equal(HttpStatusCode.OK, created.Status);
        return [.. created.Json.GetProperty("items").EnumerateArray().Select(item => item.Clone())];
    }

    // A batch of the longest ones would be larger than a request may be: JSON escapes take up to six bytes a character.
    private static IEnumerable<CorpusUrl[]> Batches(IReadOnlyList<CorpusUrl> urls)
    {
        var batch = new List<CorpusUrl>();
        foreach (var url in urls)
        {
            if (batch.Count == BatchSize || batch.Sum(other => other.Url.Length) + url.Url.Length > MaxBatchCharacters / 4)
            {
                yield return [.. batch];
                batch.Clear();
            }

            batch.Add(url);
        }

        yield return [.. batch];
    }
}
