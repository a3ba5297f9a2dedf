using Serverless.Core.Messaging.Topics;
using Serverless.Core.Messaging.Webhooks;

namespace Serverless.Core.Messaging.Push;

/// <summary>
/// The requests of one turn: some side by side, as long as the endpoint wants and can take more. One that keeps us waiting
/// stays under way while the messages of the next lease are sent.
/// </summary>
/// <param name="health">What was known of the endpoint before.</param>
/// <param name="cutoff">No request begins after it.</param>
internal sealed class PushWindow(
    PushRequests requests, DeliveryPace pace, EndpointHealth health, Postponements postponed, DateTimeOffset cutoff, TimeProvider time)
{
    /// <summary>Requests of a turn that are under way at a time.</summary>
    public const int Requests = 8;

    /// <summary>Where nothing else is left to send, requests that take longer are left behind.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Queue<IReadOnlyList<PushMessage>> waiting = new();
    private readonly List<Task<Sent>> running = [];
    private readonly List<PushVerdict> verdicts = [];
    private EndpointHealth before = health;
    private TimeSpan? asked;
    private bool hasFailed;
    private bool hasDoneWell;
    private bool isSlow;
    private bool isStopped;

    public EndpointHealth Health { get; private set; } = health;

    /// <summary>Requests are under way.</summary>
    public bool IsBusy => running.Count > 0;

    /// <summary>The endpoint wants nothing any more.</summary>
    public bool IsGone { get; private set; }

    /// <summary>How long to leave the endpoint alone; null when more may be sent at once.</summary>
    public TimeSpan? Hold => asked ?? ((hasFailed && !hasDoneWell) || Health.Failures >= EndpointHealth.MaxFailures ? Health.Hold : null);

    /// <summary>Nothing more is to be sent for now.</summary>
    public bool IsOver => IsGone || Hold is not null;

    private int Limit => isSlow ? 1 : Requests;

    /// <summary>Sends the messages of a lease, each alone or in batches as the subscription asks.</summary>
    /// <param name="stopping">The host stops: requests under way are given up.</param>
    /// <returns>What became of messages, of this lease and of earlier ones; the rest follows.</returns>
    public async Task<IReadOnlyList<PushVerdict>> RunAsync(PushLane lane, Delivery.Push push, IReadOnlyList<PushMessage> messages, CancellationToken stopping)
    {
        (before, hasFailed, hasDoneWell, isSlow, isStopped) = (Health, false, false, push.Slow, IsGone);
        foreach (var each in push.Batch ? DeliveryPlan.Batches(messages) : DeliveryPlan.Singly(messages))
        {
            waiting.Enqueue(each);
        }

        Task? patience = null;
        do
        {
            Begin(lane, push, stopping);
            if (running.Count == 0)
            {
                break;
            }

            // Without a lease of its own there is nothing to go on to but what a request leaves.
            var mayLeave = messages.Count > 0 && waiting.Count == 0 && running.Count < Limit && !isStopped;
            patience = mayLeave ? patience ?? Task.Delay(Patience, time, CancellationToken.None) : null;
            if (patience is not null && await Task.WhenAny([.. running, patience]) == patience)
            {
                break;
            }

            Take(await TakeFirstAsync());
        }
        while (messages.Count > 0 || waiting.Count > 0 || isStopped);

        return TakeVerdicts();
    }

    /// <summary>Begins no more and waits for what is under way.</summary>
    public async Task<IReadOnlyList<PushVerdict>> DrainAsync()
    {
        Stop();
        while (running.Count > 0)
        {
            Take(await TakeFirstAsync());
        }

        return TakeVerdicts();
    }

    private void Begin(PushLane lane, Delivery.Push push, CancellationToken stopping)
    {
        while (running.Count < Limit && waiting.TryDequeue(out var messages))
        {
            running.Add(SendAsync(lane, push, messages, stopping));
        }
    }

    private async Task<Sent> SendAsync(PushLane lane, Delivery.Push push, IReadOnlyList<PushMessage> messages, CancellationToken stopping)
    {
        try
        {
            var isSent = await pace.WaitAsync(cutoff, stopping) && !Volatile.Read(ref isStopped);
            return new Sent(messages, isSent ? await requests.SendAsync(lane, push, messages, stopping) : null);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return new Sent(messages, null);
        }
    }

    private async Task<Sent> TakeFirstAsync()
    {
        var first = await Task.WhenAny(running);
        running.Remove(first);
        return await first;
    }

    private void Take(Sent sent)
    {
        if (sent.Outcome is not { } outcome)
        {
            // The host stops, or the time is over: for the others too.
            Stop();
            Return(sent.Messages);
            return;
        }

        Judge(outcome);
        if (outcome.IsDelivered)
        {
            Settle(sent.Messages, outcome);
        }
        else if (sent.Messages is not [var single])
        {
            Split(sent.Messages, outcome);
        }
        else if (outcome.Result == DeliveryResult.Throttled && postponed.Add(single.Message.Sequence) is { } times)
        {
            verdicts.Add(new PushVerdict(single, null, DelayAfter(times, outcome)));
        }
        else if (outcome.Result == DeliveryResult.Gone)
        {
            Return(sent.Messages);
        }
        else
        {
            Settle(sent.Messages, outcome);
        }
    }

    private void Judge(DeliveryOutcome outcome)
    {
        if (outcome.Result == DeliveryResult.Gone)
        {
            IsGone = true;
            Stop();
            return;
        }

        // Requests that fail side by side are one failure in what follows from it, or enough to be called slow.
        var after = Health.After(outcome);
        Health = after with { Failures = Math.Min(after.Failures, Math.Max(before.Failures + 1, EndpointHealth.MaxFailures)) };
        hasDoneWell |= outcome.IsOfHealthyEndpoint;
        hasFailed |= !outcome.IsOfHealthyEndpoint;
        if (outcome.Result == DeliveryResult.Throttled)
        {
            var wait = Health.HoldFor(outcome.RetryAfter);
            asked = asked > wait ? asked : wait;
        }

        if (outcome.Result is DeliveryResult.Throttled or DeliveryResult.AddressRefused
            || Health.Failures >= EndpointHealth.MaxFailures
            || (Health.IsSluggish && !isSlow))
        {
            Stop();
        }
    }

    private void Settle(IReadOnlyList<PushMessage> messages, DeliveryOutcome outcome)
    {
        foreach (var message in messages)
        {
            if (outcome.Result != DeliveryResult.Throttled)
            {
                postponed.Forget(message.Message.Sequence);
            }

            verdicts.Add(new PushVerdict(message, outcome));
        }
    }

    /// <summary>What a batch failed for is found out by smaller ones: it is no attempt at its messages.</summary>
    private void Split(IReadOnlyList<PushMessage> messages, DeliveryOutcome outcome)
    {
        if (isStopped)
        {
            Return(messages);
            return;
        }

        // A fault in one message is found by halves; an endpoint that fails may do so at any of them.
        var size = outcome.Result == DeliveryResult.Rejected ? (messages.Count + 1) / 2 : 1;
        foreach (var part in messages.Chunk(size))
        {
            waiting.Enqueue(part);
        }
    }

    private void Return(IReadOnlyList<PushMessage> messages) => verdicts.AddRange(messages.Select(message => new PushVerdict(message, null)));

    private void Stop()
    {
        Volatile.Write(ref isStopped, true);
        while (waiting.TryDequeue(out var messages))
        {
            Return(messages);
        }
    }

    // Longer than the endpoint is left alone, and more so each time: others are tried before a message that alone is put off.
    private TimeSpan DelayAfter(int times, DeliveryOutcome outcome) => Health.HoldFor(outcome.RetryAfter) + EndpointHealth.BackoffAfter(times);

    private PushVerdict[] TakeVerdicts()
    {
        PushVerdict[] taken = [.. verdicts];
        verdicts.Clear();
        return taken;
    }

    /// <param name="Outcome">Null when nothing was sent, or it can't be known what became of it.</param>
    private readonly record struct Sent(IReadOnlyList<PushMessage> Messages, DeliveryOutcome? Outcome);
}
