using System.Text;
using Serverless.Core.Access;
using Serverless.Core.Storage;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Administration;
using Serverless.Core.UrlShortening.Idempotency;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.Tests.UrlShortening.Idempotency;

/// <summary>A request under one key makes its links once, whatever dies and gets lost in between.</summary>
public sealed class IdempotentCreatorTests
{
    private const string Url = "https://example.com/";

    private readonly InMemoryLinkRequestStore requests = new();
    private readonly InMemoryLinkStore links = new();
    private readonly Shortener shortener;

    public IdempotentCreatorTests() => shortener = new Shortener(links);

    [Fact]
    public async Task Answers_a_repetition_as_it_answered_first()
    {
        var first = await MakeAsync("a");
        shortener.Time.Advance(TimeSpan.FromHours(23));
        await shortener.ChangeAsync(first.Results[0].Link!.Key, new LinkChange { Url = "https://example.com/changed" });
        Assert.Equal(first.Results[0].Link, (await MakeAsync("a")).Results[0].Link);
        Assert.Single(links.Rows);
    }

    [Fact]
    public async Task Makes_another_link_for_another_key_another_owner_and_after_a_day()
    {
        var keys = new HashSet<string>();
        keys.Add((await MakeAsync("a")).Results[0].Link!.Key);
        keys.Add((await MakeAsync("b")).Results[0].Link!.Key);
        keys.Add((await MakeAsync("a", caller: Shortener.Stranger)).Results[0].Link!.Key);
        shortener.Time.Advance(TimeSpan.FromHours(24));
        keys.Add((await MakeAsync("a")).Results[0].Link!.Key);
        Assert.Equal(4, keys.Count);
    }

    [Fact]
    public async Task Refuses_another_body_under_the_same_key()
    {
        await MakeAsync("a");
        Assert.Equal(IdempotencyStatus.OtherBody, (await MakeAsync("a", body: "other")).Status);
    }

    [Fact]
    public async Task Answers_each_link_of_a_batch_as_first_also_those_that_could_not_be_made()
    {
        await shortener.CreateAsync(alias: "taken");
        NewLink?[] wanted = [new() { Url = Url }, null, new() { Url = "ftp://example.com" }, new() { Url = Url, Alias = "taken" }, new() { Url = Url, Alias = "mine" }];
        var first = await MakeAsync("a", wanted: wanted);
        await shortener.DeleteAsync("taken");
        shortener.Time.Advance(TimeSpan.FromHours(1));
        var again = await MakeAsync("a", wanted: wanted);
        Assert.Equal([LinkStatus.Ok, LinkStatus.Invalid, LinkStatus.Invalid, LinkStatus.AliasTaken, LinkStatus.Ok], first.Results.Select(result => result.Status));
        Assert.Equal(first.Results.Select(result => (result.Status, result.Link)), again.Results.Select(result => (result.Status, result.Link)));
        Assert.Equal(3, links.Rows.Count);
    }

    [Fact]
    public async Task Says_that_the_first_is_in_flight_and_finishes_it_when_it_has_died()
    {
        await DieAfterAsync(writesOfRequests: 1, writesOfLinks: 0);
        Assert.Equal(IdempotencyStatus.InFlight, (await MakeAsync("a")).Status);
        shortener.Time.Advance(IdempotentCreator.Lease);
        Assert.Equal(IdempotencyStatus.Ok, (await MakeAsync("a")).Status);
        Assert.Single(links.Rows);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 1)]
    public async Task Finds_the_link_that_was_made_before_the_crash(int writesOfRequests, int writesOfLinks)
    {
        await DieAfterAsync(writesOfRequests, writesOfLinks);
        var left = links.Rows.SingleOrDefault();
        shortener.Time.Advance(IdempotentCreator.Lease);
        var link = (await MakeAsync("a")).Results[0].Link!;
        Assert.Equal(link, Assert.IsType<LinkRow.Live>(Assert.Single(links.Rows).Row).Link);
        Assert.True(left is null || left.Row.Nonce == link.Nonce);
    }

    [Theory]
    [InlineData(Fault.AnswerLost)]
    [InlineData(Fault.RequestLost)]
    public async Task Makes_no_link_twice_whichever_write_of_the_request_gets_lost(Fault fault)
    {
        for (var before = 0; before < 2; before++)
        {
            var key = $"lost-{fault}-{before}";
            requests.Fail([.. Enumerable.Repeat(Fault.None, before), fault]);
            await Assert.ThrowsAsync<StoreUnavailableException>(() => MakeAsync(key));
            shortener.Time.Advance(IdempotentCreator.Lease);
            var first = (await MakeAsync(key)).Results[0].Link!;
            Assert.Equal(first, (await MakeAsync(key)).Results[0].Link);
            Assert.Equal(before + 1, links.Rows.Count);
        }
    }

    [Fact]
    public async Task Lets_one_of_many_at_once_make_the_links()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => MakeAsync("a")));
        Assert.Single(links.Rows);
        Assert.All(results, result => Assert.True(result.Status == IdempotencyStatus.InFlight || result.Results[0].Link!.Nonce == links.Rows.Single().Row.Nonce));
    }

    [Fact]
    public async Task Takes_another_key_when_the_chosen_one_was_taken_while_nobody_worked_at_the_request()
    {
        await DieAfterAsync(writesOfRequests: 1, writesOfLinks: 0);
        var chosen = (await requests.FindAsync(requests.Ids.Single(), TestContext.Current.CancellationToken))!.Links[0].Key;
        await shortener.CreateAsync(alias: chosen, caller: Shortener.Stranger);
        shortener.Time.Advance(IdempotentCreator.Lease);
        var link = (await MakeAsync("a")).Results[0].Link!;
        Assert.NotEqual(chosen, link.Key);
        Assert.Equal(link, (await MakeAsync("a")).Results[0].Link);
    }

    private async Task DieAfterAsync(int writesOfRequests, int writesOfLinks)
    {
        requests.Fail([.. Enumerable.Repeat(Fault.None, writesOfRequests), Fault.RequestLost]);
        shortener.Store.Fail([.. Enumerable.Repeat(Fault.None, writesOfLinks), .. Enumerable.Repeat(Fault.RequestLost, writesOfLinks == 0 ? StoreRetry.Retries + 1 : 0)]);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => MakeAsync("a"));
        requests.Forgive();
    }

    private Task<IdempotentResult> MakeAsync(string key, string body = "body", NewLink?[]? wanted = null, Caller? caller = null) =>
        new IdempotentCreator(requests, shortener.Creator, shortener.Pool, shortener.Generator, shortener.Time).CreateAsync(
            key, Encoding.UTF8.GetBytes(body), wanted ?? [new NewLink { Url = Url }], caller ?? Shortener.Owner, Shortener.Address, TestContext.Current.CancellationToken);
}
