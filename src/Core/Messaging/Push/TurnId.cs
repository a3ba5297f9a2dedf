using System.Security.Cryptography;

namespace Serverless.Core.Messaging.Push;

/// <summary>
/// Names a turn on a lane, which the cursor keeps as its push owner. Its three forms have one random part in common, so that
/// a wake-up also recognises the turn that sent it and died before it could end.
/// </summary>
/// <param name="Worker">A worker delivers.</param>
/// <param name="Hold">The worker has ended, and the endpoint is left alone until a wake-up with this id arrives.</param>
/// <param name="Promise">The worker has ended, a wake-up with this id is on its way, and nobody is kept from anything until then.</param>
public sealed record TurnId(string Worker, string Hold, string Promise)
{
    private const string WorkerPrefix = "w-";
    private const string HoldPrefix = "h-";
    private const string PromisePrefix = "p-";
    private const int PrefixLength = 2;
    private const int RandomBytes = 12;

    /// <summary>How much longer than its wake-up takes a hold lasts, in case the wake-up got lost.</summary>
    public static readonly TimeSpan HoldGrace = TimeSpan.FromSeconds(30);

    public static TurnId New(RandomNumberGenerator random)
    {
        Span<byte> bytes = stackalloc byte[RandomBytes];
        random.GetBytes(bytes);
        var id = Convert.ToHexStringLower(bytes);
        return new TurnId(WorkerPrefix + id, HoldPrefix + id, PromisePrefix + id);
    }

    public static bool IsHold(string? id) => id?.StartsWith(HoldPrefix, StringComparison.Ordinal) == true;

    public static bool IsPromise(string? id) => id?.StartsWith(PromisePrefix, StringComparison.Ordinal) == true;

    /// <summary>Whether two ids are forms of one turn.</summary>
    public static bool AreOfOne(string? left, string? right) =>
        left?.Length > PrefixLength && right?.Length > PrefixLength && left.AsSpan(PrefixLength).SequenceEqual(right.AsSpan(PrefixLength));
}
