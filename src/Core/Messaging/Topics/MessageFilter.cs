using System.Text;

namespace Serverless.Core.Messaging.Topics;

/// <summary>
/// Chooses messages by their attributes, those of a CloudEvent's context among them (<c>ce-type</c>): every condition has to
/// hold.
/// </summary>
public sealed record MessageFilter(IReadOnlyDictionary<string, AttributeCondition> Conditions)
{
    public const int MaxConditions = 20;

    /// <summary>Texts that are compared with, in all conditions together.</summary>
    public const int MaxTexts = 200;

    /// <summary>Of all texts together, in bytes of UTF-8.</summary>
    public const int MaxBytes = 16_384;

    public bool Matches(IReadOnlyDictionary<string, string> attributes)
    {
        foreach (var (name, condition) in Conditions)
        {
            if (!condition.Matches(attributes.GetValueOrDefault(name)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Why conditions are refused, to follow "the field"; null when they are not.</summary>
    public static string? Refuse(IReadOnlyDictionary<string, AttributeCondition> conditions)
    {
        if (conditions.Count > MaxConditions)
        {
            return $"must have at most {MaxConditions} conditions.";
        }

        if (conditions.Keys.Any(name => !ResourceName.IsValid(name)) || conditions.Values.Any(condition => condition is null))
        {
            return $"must name attributes ({ResourceName.Rule}), each with a condition.";
        }

        if (conditions.Values.Any(condition => condition.Depth > AttributeCondition.MaxDepth))
        {
            return $"must not have conditions in each other more than {AttributeCondition.MaxDepth} deep.";
        }

        string[] texts = [.. conditions.Values.SelectMany(condition => condition.Texts)];
        return conditions.Values.Any(IsEmpty) ? "must not have an empty list: one of it has to hold."
            : texts.Any(text => text.Length > AttributeRules.MaxValueLength) ? $"must have texts of at most {AttributeRules.MaxValueLength:N0} characters."
            : texts.Length > MaxTexts || texts.Sum(Encoding.UTF8.GetByteCount) > MaxBytes ? $"must have at most {MaxTexts} texts, of {MaxBytes:N0} bytes together."
            : null;
    }

    private static bool IsEmpty(AttributeCondition condition) => condition is AttributeCondition.Any { Conditions.Count: 0 } || condition.Parts.Any(IsEmpty);
}
