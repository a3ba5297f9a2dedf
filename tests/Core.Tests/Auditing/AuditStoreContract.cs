using CsCheck;
using Serverless.Core.Auditing;

namespace Serverless.Core.Tests.Auditing;

/// <summary>What every <see cref="IAuditStore"/> does.</summary>
public abstract class AuditStoreContract
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 10, 0, 0, 125, TimeSpan.Zero);

    private static readonly Gen<(int Minutes, int Number)[]> Changes = Gen.Select(Gen.Int[0, 5 * 1_440], Gen.Int[0, 3]).Array[1, 25];

    /// <summary>The store under test, one for the whole test.</summary>
    protected abstract IAuditStore Store { get; }

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lists_nothing_when_there_is_nothing() => Assert.Empty(await Store.ListAsync(DateTimeOffset.MinValue, null, 10, Cancel));

    [Theory]
    [InlineData("orders/billing", "4f1c", AuditOutcome.Done, 200)]
    [InlineData("user/ü – ☃ 😀 'quoted' \"too\"", null, AuditOutcome.Refused, 400)]
    [InlineData(null, "", AuditOutcome.Failed, 503)]
    [InlineData("x", "y", AuditOutcome.Unconfirmed, null)]
    public async Task Lists_a_record_as_it_was_put(string? name, string? request, AuditOutcome outcome, int? status)
    {
        var record = Record(Start, "a") with { Name = name, RequestId = request, Outcome = outcome, Status = status };

        await Store.PutAsync(record, Cancel);

        Assert.Equal([record], await Store.ListAsync(Start, null, 10, Cancel));
    }

    [Fact]
    public async Task Replaces_an_intent_by_what_came_of_it_and_keeps_one_record_however_often_it_is_put()
    {
        var intent = Record(Start, "a") with { Name = null };
        await Store.PutAsync(intent, Cancel);
        await Store.PutAsync(intent, Cancel);

        var ended = intent.EndedBy(201) with { Name = "made" };
        await Store.PutAsync(ended, Cancel);
        await Store.PutAsync(ended, Cancel);

        Assert.Equal([ended], await Store.ListAsync(Start, null, 10, Cancel));
    }

    [Fact]
    public async Task Tells_records_of_one_time_apart_by_their_ids_case_included()
    {
        foreach (var id in (string[])["b", "A", "a", "-", "_"])
        {
            await Store.PutAsync(Record(Start, id), Cancel);
        }

        Assert.Equal(["-", "A", "_", "a", "b"], (await Store.ListAsync(Start, null, 10, Cancel)).Select(record => record.Id));
    }

    [Fact]
    public async Task Lists_what_is_not_older_than_a_time_to_the_millisecond()
    {
        foreach (var (milliseconds, id) in new[] { (-1, "before"), (0, "at"), (1, "after") })
        {
            await Store.PutAsync(Record(Start.AddMilliseconds(milliseconds), id), Cancel);
        }

        Assert.Equal(["after", "at"], (await Store.ListAsync(Start, null, 10, Cancel)).Select(record => record.Id));
    }

    [Fact]
    public async Task Removes_the_days_before_one_a_part_at_a_time()
    {
        var midnight = new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);
        for (var hours = 1; hours <= 60; hours += 5)
        {
            await Store.PutAsync(Record(midnight.AddHours(-hours), "old"), Cancel);
        }

        await Store.PutAsync(Record(midnight, "first of the day"), Cancel);

        Assert.Equal(5, await Store.RemoveAsync(new DateOnly(2026, 11, 23), 5, Cancel));
        Assert.Equal(8, (await Store.ListAsync(DateTimeOffset.MinValue, null, 100, Cancel)).Count);
        Assert.Equal(7, await Store.RemoveAsync(new DateOnly(2026, 11, 23), 100, Cancel));
        Assert.Equal(0, await Store.RemoveAsync(new DateOnly(2026, 11, 23), 100, Cancel));
        Assert.Equal("first of the day", Assert.Single(await Store.ListAsync(DateTimeOffset.MinValue, null, 100, Cancel)).Id);
    }

    [Fact]
    public Task Pages_newest_first_over_any_days() => Changes.SampleAsync(
        async changes =>
        {
            var model = changes.Distinct().Select(change => Record(Start.AddMinutes(-change.Minutes), $"{change.Number}")).ToArray();
            foreach (var record in model)
            {
                await Store.PutAsync(record, Cancel);
            }

            var since = Start.AddDays(-3);
            var expected = model.Where(record => record.At >= since).OrderByDescending(record => record.At).ThenBy(record => record.Id, StringComparer.Ordinal);
            Assert.Equal(expected, await PagesAsync(since, 3));
            while (await Store.RemoveAsync(new DateOnly(2027, 1, 1), 100, Cancel) > 0)
            {
                // Until none is left.
            }
        },
        iter: 12,
        threads: 1);

    protected static AuditRecord Record(DateTimeOffset at, string id) => new()
    {
        Id = id,
        At = at,
        Actor = "9dDnYcAVTdq3",
        Owner = "ops",
        Action = "put",
        Resource = "rule",
        Name = "payments-per-user",
        RequestId = "4f1c",
    };

    private async Task<List<AuditRecord>> PagesAsync(DateTimeOffset since, int limit)
    {
        var all = new List<AuditRecord>();
        while (true)
        {
            var page = await Store.ListAsync(since, all.Count == 0 ? null : AuditPlace.Of(all[^1]), limit, Cancel);
            all.AddRange(page);
            if (page.Count < limit)
            {
                return all;
            }
        }
    }
}
