using Serverless.Core.Messaging.Topics;
using Serverless.Core.Messaging.Webhooks;

namespace Serverless.Core.Messaging.Push;

/// <summary>How long a turn may take.</summary>
/// <param name="Slice">No request begins later.</param>
/// <param name="Length">How long lane and messages are its own from each lease on: who comes after a worker that died waits for that.</param>
public readonly record struct TurnTerm(TimeSpan Slice, TimeSpan Length)
{
    private static readonly TimeSpan LongestWrites = TimeSpan.FromSeconds(20);

    /// <summary>Of a turn in the process that has published: short, so that a crash costs seconds.</summary>
    public static TurnTerm Inline { get; } = new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15));

    /// <summary>Of a run of its own: a slice, the last attempt in it, and for the writes after that a slice more, 20 s at most.</summary>
    public static TurnTerm Of(PushOptions options, Delivery.Push push) =>
        new(options.Slice, options.Slice + push.AttemptTimeout + (options.Slice < LongestWrites ? options.Slice : LongestWrites));

    /// <summary>Whether the last request of a slice is over before the lane is anybody's.</summary>
    public bool Fits(Delivery.Push push) => Slice + push.AttemptTimeout <= Length;
}
