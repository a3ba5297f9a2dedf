using System.ComponentModel.DataAnnotations;
using Serverless.Core;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Messaging.DeadLetters;

/// <summary>Which dead letters are to be delivered again, or to be discarded.</summary>
public sealed record ReplayRequest
{
    private const int MaxIds = 100;
    private const string Field = "ids";

    /// <summary>Ids of messages in the list; null for the oldest 10,000.</summary>
    [Length(1, MaxIds)]
    public IReadOnlyList<string>? Ids { get; init; }

    /// <exception cref="RequestRefusedException">The list can't be used.</exception>
    public void Check()
    {
        if (Ids is { Count: 0 or > MaxIds } || Ids?.Any(id => id is null) == true)
        {
            throw new RequestRefusedException(FieldErrors.Of(Field, $"must hold 1-{MaxIds} ids, or be left out."));
        }
    }

    /// <summary>The answer to ids that are not in the list.</summary>
    public static RequestRefusedException Unknown() =>
        new(FieldErrors.Of(Field, "must be ids of this subscription's dead letters."));
}

/// <summary>What became of dead letters that were to go.</summary>
/// <param name="Discarded">Messages that are gone for good.</param>
/// <param name="Remaining">Messages that were asked for and are left; ask again.</param>
public sealed record DiscardResponse(int Discarded, long Remaining);

/// <summary>What became of a replay.</summary>
/// <param name="Replayed">Messages that will be delivered again.</param>
/// <param name="Remaining">Messages that were asked for and are left; ask again.</param>
public sealed record ReplayResponse(int Replayed, long Remaining);
