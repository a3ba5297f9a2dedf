namespace Serverless.Core;

/// <summary>What is wrong with which field of an input; each reason is a sentence that continues "the field …".</summary>
public sealed class FieldErrors
{
    // Made with the first reason: nearly every input is right.
    private SortedDictionary<string, List<string>>? reasons;

    public bool IsEmpty => reasons is null;

    public static FieldErrors Of(string field, string reason) => new FieldErrors().Add(field, reason);

    /// <summary>Adds a reason; null adds nothing, so that a check's answer can be passed on as it is.</summary>
    public FieldErrors Add(string field, string? reason)
    {
        if (reason is null)
        {
            return this;
        }

        reasons ??= new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        if (!reasons.TryGetValue(field, out var list))
        {
            reasons.Add(field, list = []);
        }

        list.Add(reason);
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

        return this;
    }

    public IReadOnlyDictionary<string, string[]> ToDictionary() =>
        (reasons ?? []).ToDictionary(pair => pair.Key, pair => pair.Value.ToArray(), StringComparer.Ordinal);
}
