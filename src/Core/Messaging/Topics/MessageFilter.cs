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

    /// <summary>Says why conditions are refused, each by its name within the field.</summary>
    public static void Check(IReadOnlyDictionary<string, AttributeCondition>? conditions, string field, FieldErrors errors)
    {
        if (conditions is null)
        {
            return;
        }

        errors.Add(field, conditions.Count > MaxConditions ? $"must have at most {MaxConditions} conditions." : null);
        foreach (var (name, condition) in conditions)
        {
            errors.Add($"{field}.{name}", RefuseName(name) ?? Refuse(condition));
        }

        string[] texts = [.. conditions.Values.Where(condition => condition is not null).SelectMany(condition => condition.Texts)];
        errors.Add(field, texts.Length > MaxTexts || texts.Sum(Encoding.UTF8.GetByteCount) > MaxBytes ? $"must have at most {MaxTexts} texts, of {MaxBytes:N0} bytes together." : null);
    }

    private static string? RefuseName(string name) => ResourceName.IsValid(name) ? null : $"must be named as attributes are: {ResourceName.Rule}.";

    private static string? Refuse(AttributeCondition? condition) => condition switch
    {
        null => "must be a condition.",
        { Depth: > AttributeCondition.MaxDepth } => $"must not have conditions in each other more than {AttributeCondition.MaxDepth} deep.",
        _ when IsEmpty(condition) => "must not have an empty list: one of it has to hold.",
        _ when condition.Texts.Any(text => text.Length > AttributeRules.MaxValueLength) => $"must have texts of at most {AttributeRules.MaxValueLength:N0} characters.",
        _ => null,
    };

    private static bool IsEmpty(AttributeCondition condition) => condition is AttributeCondition.Any { Conditions.Count: 0 } || condition.Parts.Any(IsEmpty);
}
