using System.Collections;
using System.Collections.Immutable;

namespace Serverless.Core.UrlShortening;

/// <summary>The tags of a link in their order: equal to others with the same tags.</summary>
public sealed class LinkTags(IEnumerable<string> tags) : IReadOnlyList<string>, IEquatable<LinkTags>
{
    /// <summary>How many a link has at most.</summary>
    public const int Max = 10;

    /// <summary>In characters.</summary>
    public const int MaxLength = 50;

    private readonly ImmutableArray<string> tags = [.. tags];

    public static LinkTags None { get; } = new([]);

    public int Count => tags.Length;

    public string this[int index] => tags[index];

    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)tags).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Equals(LinkTags? other) => other is not null && tags.SequenceEqual(other.tags, StringComparer.Ordinal);

    public override bool Equals(object? obj) => Equals(obj as LinkTags);

    public override int GetHashCode() => tags.Aggregate(0, (hash, tag) => HashCode.Combine(hash, tag));
}
