using System.Text.Json;
using Serverless.Core.RateLimiting.Callers;

namespace Serverless.Core.RateLimiting.Rules;

/// <summary>All rules, APIs and callers' records as they were at one moment, each kind in the order of names (ordinal).</summary>
public sealed record RuleSnapshot
{
    public static RuleSnapshot Empty { get; } = new();

    public IReadOnlyList<RateLimitRule> Rules { get; init => field = value ?? []; } = [];

    public IReadOnlyList<ApiDefinition> Apis { get; init => field = value ?? []; } = [];

    // Null in a copy from before there were any: who reads JSON sets what it does not have to null.
    public IReadOnlyList<CallerRecord> Callers { get; init => field = value ?? []; } = [];

    /// <exception cref="JsonException">The text is none of ours.</exception>
    public static RuleSnapshot Read(ReadOnlySpan<byte> text) => JsonSerializer.Deserialize(text, RulesJson.Compact.RuleSnapshot) ?? throw new JsonException();

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, RulesJson.Compact.RuleSnapshot);

    /// <summary>Whether both hold the same revisions.</summary>
    public bool IsSameAs(RuleSnapshot other) =>
        IsSame(Rules, other.Rules, DocumentTypes.Rule) && IsSame(Apis, other.Apis, DocumentTypes.Api) && IsSame(Callers, other.Callers, DocumentTypes.Caller);

    /// <summary>The same with one document put, or removed where it is null.</summary>
    public RuleSnapshot With<T>(DocumentType<T> type, string name, T? document)
        where T : class => type.Kind switch
        {
            DocumentKind.Rule => this with { Rules = With(Rules, DocumentTypes.Rule, name, document as RateLimitRule) },
            DocumentKind.Api => this with { Apis = With(Apis, DocumentTypes.Api, name, document as ApiDefinition) },
            _ => this with { Callers = With(Callers, DocumentTypes.Caller, name, document as CallerRecord) },
        };

    private static List<T> With<T>(IReadOnlyList<T> documents, DocumentType<T> type, string name, T? document)
        where T : class
    {
        // Found by halving: of callers there may be thousands.
        var (low, high) = (0, documents.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = string.CompareOrdinal(type.NameOf(documents[middle]), name) < 0 ? (middle + 1, high) : (low, middle);
        }

        var next = new List<T>(documents.Count + 1);
        next.AddRange(documents);
        if (low < next.Count && type.NameOf(next[low]) == name)
        {
            next.RemoveAt(low);
        }

        if (document is not null)
        {
            next.Insert(low, document);
        }

        return next;
    }

    private static bool IsSame<T>(IReadOnlyList<T> first, IReadOnlyList<T> second, DocumentType<T> type)
        where T : class =>
        ReferenceEquals(first, second)
        || (first.Count == second.Count && first.Zip(second).All(pair => type.NameOf(pair.First) == type.NameOf(pair.Second) && type.RevisionOf(pair.First) == type.RevisionOf(pair.Second)));
}
