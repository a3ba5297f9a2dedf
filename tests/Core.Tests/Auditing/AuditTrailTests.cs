using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Serverless.Core.Auditing;
using Serverless.Core.Storage;

namespace Serverless.Core.Tests.Auditing;

public sealed class AuditTrailTests
{
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero));
    private readonly InMemoryAuditStore store = new();
    private readonly AuditTrail trail;

    public AuditTrailTests() =>
        trail = new AuditTrail(store, new StoreRetry(TimeProvider.System, TimeSpan.FromTicks(1)), new SeededRandomNumberGenerator(7), time, NullLogger<AuditTrail>.Instance);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(200, AuditOutcome.Done)]
    [InlineData(201, AuditOutcome.Done)]
    [InlineData(204, AuditOutcome.Done)]
    [InlineData(400, AuditOutcome.Refused)]
    [InlineData(404, AuditOutcome.Refused)]
    [InlineData(412, AuditOutcome.Refused)]
    [InlineData(499, AuditOutcome.Failed)]
    [InlineData(500, AuditOutcome.Failed)]
    [InlineData(503, AuditOutcome.Failed)]
    public async Task Says_how_a_change_ended(int status, AuditOutcome outcome)
    {
        await trail.EndAsync(await BeginAsync("rule"), status);
        var record = Assert.Single((await trail.ListAsync(null, 10, Cancel)).Records);
        Assert.Equal((outcome, status, "rule"), (record.Outcome, record.Status, record.Name));
    }

    [Fact]
    public async Task Shows_a_change_that_a_crash_cut_off_as_unconfirmed()
    {
        await BeginAsync("rule");
        var record = Assert.Single((await trail.ListAsync(null, 10, Cancel)).Records);
        Assert.Equal((AuditOutcome.Unconfirmed, (int?)null), (record.Outcome, record.Status));
    }

    [Fact]
    public async Task Does_not_begin_when_the_intent_can_not_be_stored()
    {
        store.Fails = _ => true;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => BeginAsync("rule"));
    }

    [Fact]
    public async Task Leaves_a_change_unconfirmed_whose_end_can_not_be_stored()
    {
        var intent = await BeginAsync("rule");
        store.Fails = _ => true;
        await trail.EndAsync(intent, 200);
        Assert.Equal(AuditOutcome.Unconfirmed, Assert.Single((await trail.ListAsync(null, 10, Cancel)).Records).Outcome);
    }

    [Fact]
    public async Task Stores_once_what_a_lost_answer_makes_it_put_twice()
    {
        var puts = 0;
        store.Fails = _ => puts++ % 2 == 0;
        await trail.EndAsync(await BeginAsync("rule"), 200);
        Assert.Equal(4, puts);
        Assert.Equal(AuditOutcome.Done, Assert.Single((await trail.ListAsync(null, 10, Cancel)).Records).Outcome);
    }

    [Fact]
    public async Task Bounds_what_it_keeps_of_long_texts_and_cuts_no_character_in_two()
    {
        await trail.EndAsync(await BeginAsync(new string('n', 10_000)), 200);
        time.Advance(TimeSpan.FromSeconds(1));
        await BeginAsync(new string('n', AuditRecord.MaxLength - 2) + "😀😀");
        var names = (await trail.ListAsync(null, 10, Cancel)).Records.Select(record => record.Name!).ToArray();
        Assert.Equal([new string('n', AuditRecord.MaxLength - 2) + "…", new string('n', AuditRecord.MaxLength - 1) + "…"], names);
    }

    [Fact]
    public async Task Bounds_a_page_in_bytes_and_goes_on_where_it_ended()
    {
        for (var i = 0; i < 1_500; i++)
        {
            await trail.BeginAsync(new string('a', 200), new string('o', 200), "put", "rule", new string('n', 200), new string('r', 200), Cancel);
        }

        var (first, next) = await trail.ListAsync(null, 1_000, Cancel);
        Assert.InRange(first.Count, 100, 999);
        var seen = first.Select(record => record.Id).ToList();
        while (next is not null)
        {
            (first, next) = await trail.ListAsync(next, 1_000, Cancel);
            seen.AddRange(first.Select(record => record.Id));
        }

        Assert.Equal(1_500, seen.Distinct().Count());
        Assert.Equal(1_500, seen.Count);
    }

    [Fact]
    public async Task Shows_thirty_days_and_removes_what_is_older_however_much_there_is()
    {
        for (var i = 0; i < 250; i++)
        {
            await BeginAsync("old");
        }

        time.Advance(TimeSpan.FromDays(29));
        await BeginAsync("new");
        Assert.Equal(251, (await trail.ListAsync(null, 1_000, Cancel)).Records.Count);
        time.Advance(TimeSpan.FromDays(1) + TimeSpan.FromMilliseconds(1));
        Assert.Equal("new", Assert.Single((await trail.ListAsync(null, 1_000, Cancel)).Records).Name);
        Assert.Equal(0, await trail.RemoveExpiredAsync(Cancel));
        time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(250, await trail.RemoveExpiredAsync(Cancel));
        Assert.Equal("new", Assert.Single(await store.ListAsync(DateTimeOffset.MinValue, null, 1_000, Cancel)).Name);
    }

    private Task<AuditRecord> BeginAsync(string name) => trail.BeginAsync("key", "ops", "put", "rule", name, null, Cancel);
}
