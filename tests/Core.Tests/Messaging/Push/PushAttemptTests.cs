using System.Net;
using Serverless.Core.Messaging.Attempts;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Messaging.Webhooks;

namespace Serverless.Core.Tests.Messaging.Push;

/// <summary>What is kept of attempts, and that delivery neither waits for it nor fails with it.</summary>
public sealed class PushAttemptTests
{
    private static readonly AttemptQuery All = new(null, Failed: false);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_attempt_is_kept_with_what_came_back()
    {
        using var world = await PushWorld.CreateAsync();
        world.Endpoints.Answer = request =>
        {
            world.Endpoints.Take(TimeSpan.FromMilliseconds(20));
            return request.Numbers is [2] && world.Endpoints.Requests.Count(each => each.Numbers is [2]) == 1
                ? new HttpResponseMessage(HttpStatusCode.UnprocessableEntity) { Content = new StringContent("what is that?") }
                : new HttpResponseMessage(HttpStatusCode.NoContent);
        };
        await world.PublishAsync(3);
        await world.RunAsync(TimeSpan.FromMinutes(1));

        var attempts = await AttemptsAsync(world, All);
        Assert.Equal([1L, 2, 2, 3], attempts.Select(attempt => attempt.Sequence).Order());
        Assert.Equal(attempts.OrderByDescending(attempt => attempt.At), attempts);
        var failed = Assert.Single(await AttemptsAsync(world, All with { Failed = true }));
        Assert.Equal((2, 1, DeliveryResult.Rejected, 422, "what is that?"), (failed.Sequence, failed.Attempt, failed.Result, failed.Status, failed.Answer));
        Assert.True(failed.Duration >= TimeSpan.FromMilliseconds(20));
        var ofMessage = await AttemptsAsync(world, All with { MessageId = failed.MessageId });
        Assert.Equal([(2, 204), (1, 422)], ofMessage.Select(attempt => (attempt.Attempt, attempt.Status)));
        Assert.Null(ofMessage[0].Answer);
    }

    [Fact]
    public async Task A_batch_that_is_sent_again_in_parts_is_an_attempt_at_each_message_each_time()
    {
        using var world = await PushWorld.CreateAsync(subscription => subscription with { Delivery = (Delivery.Push)subscription.Delivery with { Batch = true } });
        world.Endpoints.Answer = request => new HttpResponseMessage(request.Numbers.Contains(1) ? HttpStatusCode.BadRequest : HttpStatusCode.OK);
        await world.PublishAsync(4);
        await world.RunAsync(TimeSpan.FromMilliseconds(1));
        Assert.Equal([1L, 1, 1, 2, 2, 2, 3, 3, 4, 4], (await AttemptsAsync(world, All)).Select(attempt => attempt.Sequence).Order());
    }

    [Fact]
    public async Task An_endpoint_that_does_not_answer_or_is_not_there_says_so()
    {
        using var world = await PushWorld.CreateAsync();
        world.Endpoints.Hangs = request => request.Numbers is [1];
        world.Endpoints.Answer = _ => throw new HttpRequestException("refused");
        await world.PublishAsync(2);
        await world.RunAsync(TimeSpan.FromMilliseconds(1));
        Assert.Equal([(1L, DeliveryResult.TimedOut), (2L, DeliveryResult.Unreachable)], (await AttemptsAsync(world, All)).Select(attempt => (attempt.Sequence, attempt.Result)).Distinct().Order());
    }

    [Fact]
    public async Task Delivery_waits_for_no_store_and_loses_nothing_with_it()
    {
        using var world = await PushWorld.CreateAsync();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        world.AttemptStore.Gate = gate.Task;
        await world.PublishAsync(250);
        await world.RunAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(Enumerable.Range(1, 250), world.Endpoints.Accepted("/mail").Order());

        gate.SetResult();
        world.AttemptStore.IsDown = true;
        await world.Attempts.StopAsync(Cancel);
        world.AttemptStore.IsDown = false;
        await world.PublishAsync(10);
        await world.RunAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(260, world.Endpoints.Accepted("/mail").Count());
        var kept = await AttemptsAsync(world, All);
        Assert.Equal(10, kept.Count(attempt => attempt.Sequence > 250));
    }

    [Fact]
    public async Task Long_answers_are_kept_as_far_as_there_is_room_and_listed_page_by_page()
    {
        using var world = await PushWorld.CreateAsync();
        world.Endpoints.Answer = _ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(new string('x', 5_000)) };
        await world.PublishAsync(600);
        await world.RunAsync(TimeSpan.FromSeconds(1));
        await world.Attempts.StopAsync(Cancel);
        var all = await world.AttemptStore.ListAsync((await world.FindAsync()).Id, world.Time.GetUtcNow(), Cancel);
        Assert.Equal(600, all.Count);
        Assert.Contains(all, attempt => attempt.Answer?.Length == 1_024);

        var (seen, after, pages) = (new List<DeliveryAttempt>(), (AttemptPlace?)null, 0);
        while (true)
        {
            var (page, hasMore) = await world.Attempts.ListAsync((await world.FindAsync()).Id, All, after, 500, Cancel);
            seen.AddRange(page);
            pages++;
            if (!hasMore)
            {
                break;
            }

            after = new AttemptPlace(page[^1].At, page[^1].Id);
        }

        Assert.Equal(all.Select(attempt => attempt.Id).Order(StringComparer.Ordinal), seen.Select(attempt => attempt.Id).Order(StringComparer.Ordinal));
        Assert.InRange(pages, 2, 10);
    }

    private static async Task<IReadOnlyList<DeliveryAttempt>> AttemptsAsync(PushWorld world, AttemptQuery query)
    {
        await world.Attempts.StopAsync(Cancel);
        return (await world.Attempts.ListAsync((await world.FindAsync()).Id, query, null, 10_000, Cancel)).Attempts;
    }
}
