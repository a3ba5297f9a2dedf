using System.Text.Json;
using Serverless.Torture.Histories;

namespace Serverless.Torture.Workloads;

/// <summary>Creates links, deletes some, and follows them.</summary>
internal sealed class LinkWorkload(bool mayLag = false) : IWorkload
{
    private const int DeleteEvery = 5;

    private int created;

    public Task PrepareAsync(Client client) => Task.CompletedTask;

    public async Task<bool> WorkAsync(Client client, int number, History history, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            var count = Interlocked.Increment(ref created);
            var url = $"https://example.com/{number}/{count}?sig=a%2Fb";
            var (status, body, _) = await client.SendAsync(HttpMethod.Post, "/api/links", JsonSerializer.Serialize(new { url }));
            if (status == 201)
            {
                var key = JsonDocument.Parse(body).RootElement.GetProperty("key").GetString()!;
                history.Add(LinkChecker.Create, key, status, url);
                await FollowAsync(client, key, history);
                if (count % DeleteEvery == 0)
                {
                    var deleted = await client.SendAsync(HttpMethod.Delete, $"/api/links/{key}");
                    history.Add(LinkChecker.Delete, key, deleted.Status);
                    await FollowAsync(client, key, history);
                }
            }
            else
            {
                history.Add(LinkChecker.Create, "", status, url);
                if (status is null)
                {
                    return false;
                }
            }
        }

        return true;
    }

    public async Task SettleAsync(Client client, History history)
    {
        var keys = history.All.Where(item => item.Kind == LinkChecker.Create && item.IsAcknowledged).Select(item => item.Subject).ToArray();
        await Parallel.ForEachAsync(keys, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (key, _) => await FollowAsync(client, key, history));
    }

    public IReadOnlyList<string> Check(History history) => LinkChecker.Check(history, mayLag);

    private static async Task FollowAsync(Client client, string key, History history)
    {
        var (status, _, location) = await client.SendAsync(HttpMethod.Get, $"/{key}");
        history.Add(LinkChecker.Follow, key, status, location);
    }
}
