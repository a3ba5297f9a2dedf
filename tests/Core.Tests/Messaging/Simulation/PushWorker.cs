using System.Collections.Immutable;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Cursors;

namespace Serverless.Core.Tests.Messaging.Simulation;

/// <summary>
/// A worker that sends a subscription's messages to an endpoint, one worker a lane at a time: as push delivery uses the
/// cursors, without HTTP.
/// </summary>
internal sealed class PushWorker(World world, Random random)
{
    private const int Rounds = 3;
    private const int Batch = 5;

    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan MarkLife = TimeSpan.FromSeconds(60);

    private int turns;

    /// <summary>Wakes a lane, unless a wake-up is on its way.</summary>
    public async Task WakeAsync(SimulatedInstance instance, StreamId stream)
    {
        if (await world.Gate.CallAsync(instance.Number, () => TrySetMark(stream)))
        {
            await world.Queue.For(world.Gate, instance.Number).SendAsync(SimulatedQueue.WakeUps, stream.ToString(), TimeSpan.Zero, CancellationToken.None);
        }
    }

    public async Task RunAsync(SimulatedInstance instance, Subscription subscription, StreamId stream)
    {
        if (world.Bug != Bug.ClearsWakeUpsTooLate)
        {
            await ClearAsync(instance, stream);
        }

        var owner = $"worker-{turns++}";
        for (var round = 0; round < Rounds; round++)
        {
            var answer = await instance.Reader.RunAsync(
                subscription,
                stream,
                [new CursorCommand.Own(owner, Turn), new CursorCommand.Lease(instance.Steps.NextNonce(), Batch, Turn, owner)],
                CancellationToken.None);
            if (answer.State is not { } state || answer.Outcomes[0].IsRefused)
            {
                await LaterAsync(instance, stream, answer.State?.PushOwner?.Until);
                return;
            }

            if (answer.Messages.Count == 0)
            {
                await EndAsync(instance, subscription, stream, owner, state.NextDue);
                return;
            }

            await SendAsync(instance, subscription, stream, answer);
        }

        // A backlog may remain.
        await EndAsync(instance, subscription, stream, owner, world.Time.GetUtcNow());
    }

    private bool TrySetMark(StreamId stream)
    {
        var (key, now) = (stream.ToString(), world.Time.GetUtcNow());
        var isNew = !world.Marks.TryGetValue(key, out var until) || until <= now;
        world.Marks[key] = isNew ? now + MarkLife : until;
        return isNew;
    }

    private async Task ClearAsync(SimulatedInstance instance, StreamId stream) =>
        await world.Gate.CallAsync(instance.Number, () => world.Marks.Remove(stream.ToString()));

    private async Task SendAsync(SimulatedInstance instance, Subscription subscription, StreamId stream, CursorAnswer answer)
    {
        var (taken, refused) = (ImmutableArray.CreateBuilder<LeasedMessageId>(), ImmutableArray.CreateBuilder<LeasedMessageId>());
        var delivered = new List<Delivered>();
        foreach (var (leased, message) in answer.Outcomes[1].Leased.Zip(answer.Messages))
        {
            var received = new Delivered(subscription, stream, leased.Number, "");
            world.Ledger.Received(received, message, world.Ledger.IsConfirmed(received));
            if (random.Next(10) > 0)
            {
                world.Ledger.AckSent(received);
                delivered.Add(received);
                taken.Add(new LeasedMessageId(leased.Number, leased.Lease));
            }
            else
            {
                refused.Add(new LeasedMessageId(leased.Number, leased.Lease));
            }
        }

        CursorCommand[] verdicts =
        [
            new CursorCommand.Acknowledge(taken.ToImmutable()), new CursorCommand.Nack(refused.ToImmutable(), null, DeliveryFailure.Refused(503)),
        ];
        var settled = await instance.Reader.RunAsync(subscription, stream, verdicts, CancellationToken.None);
        for (var i = 0; settled.State is not null && i < delivered.Count; i++)
        {
            world.Ledger.AckAnswered(delivered[i], settled.Outcomes[0].Statuses[i]);
        }
    }

    private async Task EndAsync(SimulatedInstance instance, Subscription subscription, StreamId stream, string owner, DateTimeOffset? due)
    {
        await LaterAsync(instance, stream, due);
        await instance.Reader.RunAsync(subscription, stream, [new CursorCommand.HandOver(owner, null, TimeSpan.Zero)], CancellationToken.None);
        if (world.Bug == Bug.ClearsWakeUpsTooLate)
        {
            await ClearAsync(instance, stream);
        }
    }

    private async Task LaterAsync(SimulatedInstance instance, StreamId stream, DateTimeOffset? due)
    {
        if (due is { } at)
        {
            var wait = at - world.Time.GetUtcNow();
            await world.Queue.For(world.Gate, instance.Number).SendAsync(
                SimulatedQueue.WakeUps, stream.ToString(), wait > TimeSpan.Zero ? wait : TimeSpan.FromMilliseconds(1), CancellationToken.None);
        }
    }
}
