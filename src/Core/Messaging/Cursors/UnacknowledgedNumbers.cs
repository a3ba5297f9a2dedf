using System.Collections.Immutable;

namespace Serverless.Core.Messaging.Cursors;

/// <summary>Which messages ended without an acknowledgement, as far as that is remembered: the highest numbers.</summary>
internal sealed class UnacknowledgedNumbers(CursorState state)
{
    private readonly ImmutableArray<long> before = state.Unacknowledged;

    /// <summary>By number; null as long as they are as before.</summary>
    private List<long>? changed;

    public ImmutableArray<long> Numbers => changed is null ? before : [.. changed];

    /// <summary>Up to here some are forgotten.</summary>
    public long ForgottenUpTo { get; private set; } = state.ForgottenUpTo;

    /// <summary>Whether a message is known not to be among them.</summary>
    public bool Excludes(long number) => number > ForgottenUpTo && (changed?.BinarySearch(number) ?? before.BinarySearch(number)) < 0;

    public void Add(long number)
    {
        changed ??= [.. before];
        if (changed.BinarySearch(number) is < 0 and var place)
        {
            changed.Insert(~place, number);
        }

        while (changed.Count > CursorLimits.Unacknowledged)
        {
            Forget(changed[0]);
            changed.RemoveAt(0);
        }
    }

    /// <summary>Up to a number it is not known any more.</summary>
    public void Forget(long number) => ForgottenUpTo = Math.Max(ForgottenUpTo, number);

    public void Clear()
    {
        changed = [];
        ForgottenUpTo = 0;
    }
}
