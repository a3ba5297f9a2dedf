using System.ComponentModel.DataAnnotations;
using Serverless.Core;
using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.Pulling;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Messaging.Pulling;

/// <summary>Ack ids that come back with an ack.</summary>
public record SettleRequest
{
    /// <summary>Of one pull or of several.</summary>
    [Required]
    [Length(1, MessageSettler.MaxIds)]
    public IReadOnlyList<string>? AckIds { get; init; }

    /// <exception cref="RequestRefusedException">A field is missing or out of its range.</exception>
    public void Check()
    {
        if (Refuse() is { IsEmpty: false } errors)
        {
            throw new RequestRefusedException(errors);
        }
    }

    internal FieldErrors Refuse()
    {
        var errors = new FieldErrors().Add("ackIds", Refusal(AckIds));
        CheckMore(errors);
        return errors;
    }

    protected virtual void CheckMore(FieldErrors errors)
    {
    }

    private static string? Refusal(IReadOnlyList<string>? ids) => ids switch
    {
        null => "is required.",
        { Count: 0 } or { Count: > MessageSettler.MaxIds } => $"must hold 1-{MessageSettler.MaxIds} ids.",
        _ => ids.Any(id => id is null) ? "must hold texts only." : null,
    };
}

/// <summary>What became of each ack id.</summary>
public sealed record SettleResponse(IReadOnlyList<SettledAckId> Results)
{
    public static SettleResponse Of(IReadOnlyList<string> ackIds, IReadOnlyList<SettleStatus> statuses) =>
        new([.. ackIds.Zip(statuses, (ackId, status) => new SettledAckId(ackId, status))]);
}

/// <summary>What became of an ack id.</summary>
public sealed record SettledAckId(string AckId, SettleStatus Status);

/// <summary>Ack ids that come back with a nack.</summary>
public sealed record NackRequest : SettleRequest
{
    /// <summary>When the messages are delivered again, PT0S to PT12H; null for the subscription's backoff.</summary>
    public TimeSpan? Delay { get; init; }

    /// <summary>False for messages that were not begun with: this delivery counts as no attempt, and without a <c>delay</c> they are delivered again at once. Null for true.</summary>
    public bool? CountAttempt { get; init; }

    protected override void CheckMore(FieldErrors errors) =>
        errors.Add("delay", Delay < TimeSpan.Zero || Delay > MessageSettler.LongestNackDelay ? "must be a duration from PT0S to PT12H." : null);
}

/// <summary>Ack ids whose leases are to last longer.</summary>
public sealed record ExtendRequest : SettleRequest
{
    /// <summary>How long the leases last from now on, PT1S to PT10M.</summary>
    [Required]
    public TimeSpan? By { get; init; }

    protected override void CheckMore(FieldErrors errors) => errors.Add("by", By switch
    {
        null => "is required.",
        { } by when by < MessageSettler.ShortestExtension || by > MessageSettler.LongestExtension => "must be a duration from PT1S to PT10M.",
        _ => null,
    });
}
