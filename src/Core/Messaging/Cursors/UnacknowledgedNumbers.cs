namespace Serverless.Core.Messaging.Cursors;

/// <summary>Which messages ended without an acknowledgement, as far as that is remembered: the highest numbers.</summary>
internal sealed class UnacknowledgedNumbers(CursorState state)
{
    private readonly SortedSet<long> numbers = [.. state.Unacknowledged];

    public IReadOnlyCollection<long> Numbers => numbers;

    /// <summary>Up to here some are forgotten.</summary>
    public long ForgottenUpTo { get; private set; } = state.ForgottenUpTo;

    /// <summary>Whether a message is known not to be among them.</summary>
    public bool Excludes(long number) => number > ForgottenUpTo && !numbers.Contains(number);

    public void Add(long number)
    {
        numbers.Add(number);
        while (numbers.Count > CursorLimits.Unacknowledged)
        {
            Forget(numbers.Min);
            numbers.Remove(numbers.Min);
        }
    }

    /// <summary>Up to a number it is not known any more.</summary>
    public void Forget(long number) => ForgottenUpTo = Math.Max(ForgottenUpTo, number);

    public void Clear()
    {
        numbers.Clear();
        ForgottenUpTo = 0;
    }
}
