using System.ComponentModel.DataAnnotations;
using Serverless.Core;
using Serverless.Core.Messaging.Pulling;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Messaging.Pulling;

/// <summary>What a pull asks for.</summary>
public sealed record PullRequest
{
    private const int DefaultMax = 100;

    /// <summary>How many messages at most; null for 100.</summary>
    [Range(1, MessagePuller.MaxMessages)]
    public int? Max { get; init; }

    /// <summary>How long to wait for the first, PT0S to PT20S; null for not at all.</summary>
    public TimeSpan? Wait { get; init; }

    /// <summary>
    /// Of these messages, how many are begun with at a time, in their order. If the consumer dies and the lease ends, only as
    /// many of the first that are not settled count an attempt; the others were not begun with. Null for all.
    /// </summary>
    [Range(1, MessagePuller.MaxMessages)]
    public int? Concurrency { get; init; }

    internal FieldErrors Refuse() => new FieldErrors()
        .Add("max", Max is < 1 or > MessagePuller.MaxMessages ? $"must be 1-{MessagePuller.MaxMessages}." : null)
        .Add("concurrency", Concurrency is < 1 or > MessagePuller.MaxMessages ? $"must be 1-{MessagePuller.MaxMessages}." : null)
        .Add("wait", Wait < TimeSpan.Zero || Wait > MessagePuller.LongestWait ? "must be a duration from PT0S to PT20S." : null);

    /// <exception cref="RequestRefusedException">A field is out of its range.</exception>
    public (int Max, TimeSpan Wait, byte Concurrency) Check()
    {
        var errors = Refuse();
        return errors.IsEmpty ? (Max ?? DefaultMax, Wait ?? TimeSpan.Zero, (byte)(Concurrency ?? 0)) : throw new RequestRefusedException(errors);
    }
}
