namespace Serverless.Functions.Tests.Messaging.Survival;

/// <summary>How many deliveries of a subscription were not the first of their message, and why.</summary>
internal sealed class DuplicateCount
{
    /// <summary>A push worker settles its messages with its next lease, so at most so many of a stream are accepted and not settled.</summary>
    private const int MostLeased = 64;

    private readonly SurvivalLedger ledger;
    private readonly SurvivalSubscription subscription;

    public DuplicateCount(SurvivalLedger ledger, SurvivalSubscription subscription)
    {
        (this.ledger, this.subscription) = (ledger, subscription);
        foreach (var deliveries in subscription.Deliveries)
        {
            Explain(deliveries);
        }
    }

    /// <summary>The publisher got no answer, gave the message no id, and published it again.</summary>
    public int PublishRepeated { get; private set; }

    /// <summary>The consumer had it and had not acknowledged it when the process was killed.</summary>
    public int LeaseAtKill { get; private set; }

    /// <summary>The acknowledgement was sent, and the process was killed before its answer came.</summary>
    public int AckAnswerLost { get; private set; }

    /// <summary>The acknowledgement came after the lease had ended, and was told so.</summary>
    public int LeaseEnded { get; private set; }

    /// <summary>The endpoint accepted it, and the process was killed before it wrote that down.</summary>
    public int PushAtKill { get; private set; }

    /// <summary>The request was given up before the endpoint had answered.</summary>
    public int PushGivenUp { get; private set; }

    public List<string> Unexplained { get; } = [];

    public int Total => PublishRepeated + LeaseAtKill + AckAnswerLost + LeaseEnded + PushAtKill + PushGivenUp + Unexplained.Count;

    public override string ToString() =>
        $"{subscription.Name}: {subscription.Messages} messages, {Total} duplicates (published again after a lost answer: {PublishRepeated}, "
        + $"lease outstanding at a kill: {LeaseAtKill}, answer to the ack lost: {AckAnswerLost}, ack after the end of the lease: {LeaseEnded}, "
        + $"push not settled at a kill: {PushAtKill}, push given up: {PushGivenUp}, unexplained: {Unexplained.Count})";

    private void Explain(IReadOnlyList<SurvivalDelivery> deliveries)
    {
        var positions = deliveries.GroupBy(delivery => delivery.Position).ToArray();
        var (publisher, number) = deliveries[0].Message;
        var allowed = ledger.MaySpare(publisher, number);
        for (var copy = 1; copy < positions.Length; copy++)
        {
            Count(copy <= allowed, () => PublishRepeated++, $"{(publisher, number)} lies at {string.Join(", ", positions.Select(position => position.Key))}");
        }

        foreach (var position in positions)
        {
            foreach (var (before, again) in position.Zip(position.Skip(1)))
            {
                Explain(before, again);
            }
        }
    }

    private void Explain(SurvivalDelivery before, SurvivalDelivery again)
    {
        var wasKilled = again.Life > before.Life;
        var (isExplained, count) = before.Fate switch
        {
            DeliveryFate.Open => (wasKilled, (Action)(() => LeaseAtKill++)),
            DeliveryFate.Unanswered => (wasKilled, () => AckAnswerLost++),
            DeliveryFate.Expired => (true, () => LeaseEnded++),
            DeliveryFate.GivenUp when !wasKilled => (true, () => PushGivenUp++),
            DeliveryFate.Accepted or DeliveryFate.GivenUp => (wasKilled && before.Followers < MostLeased, () => PushAtKill++),
            _ => (false, () => { }),
        };
        Count(isExplained, count, $"{before.Message} at {before.Position}: {before.Fate} in life {before.Life} ({before.Followers} after it), again in life {again.Life}");
    }

    private void Count(bool isExplained, Action count, string what)
    {
        if (isExplained)
        {
            count();
        }
        else
        {
            Unexplained.Add(what);
        }
    }
}
