namespace Serverless.Core.Messaging.Topics;

/// <summary>Chooses messages by their attributes: every condition has to hold. An attribute that a message lacks meets none.</summary>
public sealed record MessageFilter(IReadOnlyDictionary<string, AttributeCondition> Conditions)
{
    public const int MaxConditions = 20;

    public bool Matches(IReadOnlyDictionary<string, string> attributes)
    {
        foreach (var (name, condition) in Conditions)
        {
            if (!attributes.TryGetValue(name, out var value) || !condition.Matches(value))
            {
                return false;
            }
        }

        return true;
    }
}
