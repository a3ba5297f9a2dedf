namespace Serverless.Core;

/// <summary>
/// What is wrong with which field of an input, the first <see cref="MaxFields"/> of them; each reason is a sentence that continues
/// "the field …".
/// </summary>
public sealed class FieldErrors
{
    /// <summary>An answer names so many fields, and says of how many more something is wrong.</summary>
    public const int MaxFields = 20;

    // Made with the first reason: nearly every input is right.
    private OrderedDictionary<string, List<string>>? reasons;

    public bool IsEmpty => reasons is null;

    /// <summary>Reasons for fields that are not named any more.</summary>
    public int More { get; private set; }

    public static FieldErrors Of(string field, string reason) => new FieldErrors().Add(field, reason);

    /// <summary>Adds a reason; null adds nothing, so that a check's answer can be passed on as it is.</summary>
    public FieldErrors Add(string field, string? reason)
    {
        if (reason is null)
        {
            return this;
        }

        reasons ??= new OrderedDictionary<string, List<string>>(StringComparer.Ordinal);
        if (reasons.TryGetValue(field, out var list))
        {
            list.Add(reason);
        }
        else if (reasons.Count < MaxFields)
        {
            reasons.Add(field, [reason]);
        }
        else
        {
            More++;
        }

        return this;
    }

    /// <summary>Adds the reasons for a part of the input, whose fields are named after it.</summary>
    /// <param name="prefix">What their names begin with here.</param>
    public FieldErrors AddAll(string prefix, FieldErrors part)
    {
        foreach (var (field, list) in part.reasons ?? [])
        {
            list.ForEach(reason => Add(prefix + field, reason));
        }

        More += part.More;
        return this;
    }

    /// <summary>The fields in the order in which something was found to be wrong with them.</summary>
    public IReadOnlyDictionary<string, string[]> ToDictionary() =>
        reasons?.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray(), StringComparer.Ordinal) ?? [];
}
