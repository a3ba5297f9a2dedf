using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Tests.Messaging.Cursors;

/// <summary>
/// What a subscription is owed, said as plainly as possible: one record for every message of the log, looked through from
/// the beginning at each step. It knows no floor, no pages and no document.
/// </summary>
internal sealed class CursorModel(CursorRules rules)
{
    private readonly List<ModelMessage> messages = [];
    private readonly Dictionary<ulong, int> generations = [];
    private int generation;
    private int freshDeliveries;

    public IReadOnlyList<ModelMessage> Messages => messages;

    public long Next => messages.Count + 1;

    public long Low { get; private set; } = 1;

    public long Expired { get; private set; }

    public DateTimeOffset Now { get; private set; }

    /// <summary>Where jitter comes from.</summary>
    public ulong Seed { get; set; }

    public void Publish(string key, bool isWanted) => messages.Add(new ModelMessage(Next, key, isWanted));

    public MessageFacts? Facts(long number) =>
        number >= Low && number < Next ? new MessageFacts(OrderingKeys.Of(messages[(int)number - 1].Key), messages[(int)number - 1].IsWanted) : null;

    public void Tick(DateTimeOffset now)
    {
        Now = now;
        var begun = messages.Where(message => message.Lease is not null).GroupBy(message => message.Lease)
            .SelectMany(lease => InOrder(lease).Take(lease.First().Concurrency > 0 ? lease.First().Concurrency : int.MaxValue)).ToHashSet();
        foreach (var message in messages.Where(message => message.Lease is not null && message.Until <= Now))
        {
            if (begun.Contains(message))
            {
                Fail(message, DeliveryFailure.Expired, TimeSpan.Zero);
            }
            else
            {
                message.Attempts--;
                Park(message, DeliveryFailure.Expired, TimeSpan.Zero);
            }
        }
    }

    public void Trim(long to)
    {
        Low = Math.Clamp(to, Low, Next);
        foreach (var message in messages.Where(message => message.Number < Low && !message.IsDone))
        {
            Expired++;
            message.Finish();
        }
    }

    /// <summary>New messages in their order, then retries, which get one delivery in ten while there are new ones.</summary>
    public IReadOnlyList<(long Number, int Attempt)> Lease(ulong lease, int max, int concurrency)
    {
        var retries = new Queue<ModelMessage>(messages
            .Where(message => message is { IsParked: true, Attempts: > 0 } && IsDue(message))
            .OrderBy(message => message.Until).ThenBy(message => message.Number));
        var share = Math.Min(retries.Count, (freshDeliveries + max) / 10);
        var retried = Take(retries, share, lease, concurrency);
        var fresh = TakeFresh(max - share, lease, concurrency);
        var counted = fresh.Count < max - share ? 0 : retried.Count;
        freshDeliveries = Math.Clamp(freshDeliveries + fresh.Count - (9 * counted), 0, 9);
        retried.AddRange(Take(retries, max - share - fresh.Count, lease, concurrency));
        return [.. InOrder(fresh.Concat(retried)).Select(message => (message.Number, message.Attempts))];
    }

    /// <summary>Whether a message may be delivered now, and by whom.</summary>
    public bool IsDue(ModelMessage message) =>
        message is { IsDone: false, Lease: null, IsExhausted: false } && (!message.IsParked || message.Until <= Now) && IsHead(message);

    /// <summary>What the subscription does not want counts as done, as far as it was looked at.</summary>
    public void PassUnwanted(long below)
    {
        foreach (var message in messages.Where(message => message is { IsDone: false, IsWanted: false } && message.Number < below))
        {
            message.Finish();
        }
    }

    public ModelMessage Lease(ModelMessage message, ulong lease, int concurrency)
    {
        generations[lease] = generation;
        message.IsParked = false;
        message.Attempts++;
        message.Lease = lease;
        message.Concurrency = concurrency;
        message.Until = Now + rules.AckDeadline;
        return message;
    }

    public SettleStatus Acknowledge(long number, ulong lease)
    {
        var message = messages[(int)number - 1];
        if (message.Lease == lease)
        {
            message.Finish(isAcknowledged: true);
            return SettleStatus.Acknowledged;
        }

        return message.IsAcknowledged && generations[lease] == generation ? SettleStatus.Acknowledged : SettleStatus.Expired;
    }

    public SettleStatus Nack(long number, ulong lease, TimeSpan? delay) =>
        Settle(number, lease, SettleStatus.Returned, message => Fail(message, DeliveryFailure.Nacked, delay));

    public SettleStatus Return(long number, ulong lease, TimeSpan? delay) => Settle(number, lease, SettleStatus.Returned, message =>
    {
        message.Attempts--;
        Park(message, DeliveryFailure.Nacked, delay ?? TimeSpan.Zero);
    });

    public SettleStatus Extend(long number, ulong lease, TimeSpan by) =>
        Settle(number, lease, SettleStatus.Extended, message => message.Until = Now + by);

    /// <summary>What waits for a time waits no longer.</summary>
    /// <param name="numbers">Null for all.</param>
    /// <returns>The numbers of what waited.</returns>
    public IReadOnlyList<long> MakeDue(IReadOnlyCollection<long>? numbers)
    {
        var held = messages.Where(message => message is { IsParked: true, IsExhausted: false } && message.Until > Now && numbers?.Contains(message.Number) != false).ToArray();
        Array.ForEach(held, message => message.Until = Now);
        return [.. held.Select(message => message.Number)];
    }

    public int CountDeadLetters(IReadOnlyCollection<long> numbers)
    {
        var exhausted = messages.Where(message => message.IsExhausted && numbers.Contains(message.Number)).ToArray();
        Array.ForEach(exhausted, message => message.Finish());
        return exhausted.Length;
    }

    public void Seek(long number)
    {
        (generation, freshDeliveries) = (generation + 1, 0);
        foreach (var message in messages)
        {
            message.Forget(isDone: message.Number < number);
        }
    }

    private bool IsHead(ModelMessage message) =>
        !rules.IsOrdered || messages.First(other => other.Key == message.Key && other is { IsDone: false } && (other.IsWanted || other.Lease is not null || other.IsParked)) == message;

    private static IOrderedEnumerable<ModelMessage> InOrder(IEnumerable<ModelMessage> leased) =>
        leased.OrderBy(message => message.Number);

    private List<ModelMessage> TakeFresh(int room, ulong lease, int concurrency)
    {
        var fresh = new List<ModelMessage>();
        foreach (var message in messages.Where(message => !message.IsDone).ToArray())
        {
            if (fresh.Count == room)
            {
                break;
            }

            if (!message.IsWanted)
            {
                message.Finish();
            }
            else if (message.Attempts == 0 && IsDue(message))
            {
                fresh.Add(Lease(message, lease, concurrency));
            }
        }

        return fresh;
    }

    private List<ModelMessage> Take(Queue<ModelMessage> retries, int most, ulong lease, int concurrency)
    {
        var taken = new List<ModelMessage>();
        while (taken.Count < most && retries.TryDequeue(out var message))
        {
            taken.Add(Lease(message, lease, concurrency));
        }

        return taken;
    }

    private SettleStatus Settle(long number, ulong lease, SettleStatus success, Action<ModelMessage> act)
    {
        var message = messages[(int)number - 1];
        if (message.Lease != lease)
        {
            return SettleStatus.Expired;
        }

        act(message);
        return success;
    }

    private void Fail(ModelMessage message, DeliveryFailure failure, TimeSpan? delay)
    {
        if (message.Attempts < rules.MaxAttempts)
        {
            Park(message, failure, delay ?? RedeliveryBackoff.After(message.Attempts, rules.MinBackoff, rules.MaxBackoff, Seed ^ (ulong)message.Number));
        }
        else if (rules.OnExhausted == ExhaustedAction.Drop)
        {
            message.Finish();
        }
        else
        {
            message.IsExhausted = rules.OnExhausted == ExhaustedAction.DeadLetter;
            Park(message, failure, message.IsExhausted ? TimeSpan.Zero : rules.MaxBackoff);
        }
    }

    private void Park(ModelMessage message, DeliveryFailure failure, TimeSpan wait) =>
        (message.IsParked, message.Lease, message.Failure, message.Until) = (true, null, failure, Now + wait);
}
