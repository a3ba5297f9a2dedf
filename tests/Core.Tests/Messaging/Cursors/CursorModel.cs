using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Tests.Messaging.Cursors;

/// <summary>
/// What a subscription is owed, said as plainly as possible: one record for every message of the log, looked through from
/// the beginning at each step. It knows no bitmaps, no window and no document.
/// </summary>
internal sealed class CursorModel(CursorRules rules, ulong seed)
{
    private readonly List<ModelMessage> messages = [];
    private readonly List<long> low = [1];

    public IReadOnlyList<ModelMessage> Messages => messages;

    public long Next => messages.Count + 1;

    public long Low => low[^1];

    public long Expired { get; private set; }

    public DateTimeOffset Now { get; private set; }

    public void Publish(string key, bool isWanted) => messages.Add(new ModelMessage(Next, key, isWanted));

    public MessageFacts? Facts(long number) =>
        number >= Low && number < Next ? new MessageFacts(messages[(int)number - 1].Key, messages[(int)number - 1].IsWanted) : null;

    public void Tick(DateTimeOffset now)
    {
        Now = now;
        foreach (var message in messages.Where(message => message.Lease is not null && message.Until <= Now))
        {
            Fail(message, DeliveryFailure.Expired, TimeSpan.Zero);
        }
    }

    public void Trim(long to)
    {
        low.Add(Math.Clamp(to, Low, Next));
        foreach (var message in messages.Where(message => message.Number < Low && !message.IsDone))
        {
            Expired++;
            message.Finish();
        }
    }

    public List<(long Number, int Attempt)> Lease(ulong lease, int max)
    {
        var leased = new List<(long, int)>();
        var held = new HashSet<string>(StringComparer.Ordinal);
        foreach (var message in messages.Where(message => !message.IsDone))
        {
            if (leased.Count == max)
            {
                break;
            }

            if (!message.IsWanted && message.Lease is null)
            {
                message.Finish();
                continue;
            }

            var isFirst = held.Add(rules.IsOrdered ? message.Key : message.Number.ToString(System.Globalization.CultureInfo.InvariantCulture));
            if (isFirst && message.Lease is null && !message.IsExhausted && (message.Attempts == 0 || message.Until <= Now))
            {
                message.Attempts++;
                message.Lease = lease;
                message.Until = Now + rules.AckDeadline;
                leased.Add((message.Number, message.Attempts));
            }
        }

        return leased;
    }

    public SettleStatus Acknowledge(long number, ulong lease) => Settle(number, lease, message => message.Finish());

    public SettleStatus Nack(long number, ulong lease, TimeSpan? delay) => Settle(number, lease, message => Fail(message, DeliveryFailure.Nacked, delay));

    public SettleStatus Extend(long number, ulong lease, TimeSpan by)
    {
        var message = messages[(int)number - 1];
        if (message.Lease != lease)
        {
            return SettleStatus.Expired;
        }

        message.Until = Now + by;
        return SettleStatus.Acknowledged;
    }

    public int Bury()
    {
        var exhausted = messages.Where(message => message.IsExhausted && !message.IsDone).ToArray();
        Array.ForEach(exhausted, message => message.Finish());
        return exhausted.Length;
    }

    public void Seek(long number)
    {
        foreach (var message in messages)
        {
            message.Forget(isDone: message.Number < number);
        }
    }

    private SettleStatus Settle(long number, ulong lease, Action<ModelMessage> act)
    {
        var message = messages[(int)number - 1];
        if (message.Lease == lease)
        {
            act(message);
            return SettleStatus.Acknowledged;
        }

        return message.IsDone ? SettleStatus.Acknowledged : SettleStatus.Expired;
    }

    private void Fail(ModelMessage message, DeliveryFailure failure, TimeSpan? delay)
    {
        message.Lease = null;
        message.Failure = failure;
        if (message.Attempts < rules.MaxAttempts)
        {
            message.Until = Now + (delay ?? RedeliveryBackoff.After(message.Attempts, rules.MinBackoff, rules.MaxBackoff, seed ^ (ulong)message.Number));
        }
        else if (rules.OnExhausted == ExhaustedAction.Drop)
        {
            message.Finish();
        }
        else
        {
            message.IsExhausted = rules.OnExhausted == ExhaustedAction.DeadLetter;
            message.Until = Now + (message.IsExhausted ? TimeSpan.Zero : rules.MaxBackoff);
        }
    }
}
