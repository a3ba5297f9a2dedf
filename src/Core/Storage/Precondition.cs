namespace Serverless.Core.Storage;

/// <summary>
/// What a client demands of the state that it finds (RFC 9110, section 13.1), named by revisions. To be asked of what was
/// read inside the attempt that writes, so that nobody can come in between.
/// </summary>
public sealed record Precondition
{
    /// <summary>In place of revisions: any there is.</summary>
    public const string Any = "*";

    /// <summary>Demands nothing.</summary>
    public static Precondition None { get; } = new();

    /// <summary>Demands that there is nothing yet.</summary>
    public static Precondition Absent { get; } = new() { NoneOf = [Any] };

    /// <summary>One of these has to be there; null for no demand. An empty list is met by nothing.</summary>
    public IReadOnlyList<string>? OneOf { get; init; }

    /// <summary>None of these may be there; null for no demand.</summary>
    public IReadOnlyList<string>? NoneOf { get; init; }

    /// <summary>Whether nothing is demanded.</summary>
    public bool IsNone => OneOf is null && NoneOf is null;

    /// <param name="revision">Of what is there; null for nothing.</param>
    public bool IsMetBy(string? revision) => (OneOf is null || Names(OneOf, revision)) && (NoneOf is null || !Names(NoneOf, revision));

    /// <inheritdoc cref="IsMetBy" path="/param"/>
    /// <exception cref="PreconditionFailedException">It is not met.</exception>
    public void Require(string? revision)
    {
        if (!IsMetBy(revision))
        {
            throw new PreconditionFailedException(revision);
        }
    }

    private static bool Names(IReadOnlyList<string> revisions, string? revision) =>
        revision is not null && revisions.Any(named => named == Any || named == revision);
}

/// <summary>Ends a write before it changes anything: what is there is not what the client demanded.</summary>
/// <param name="revision">Of what is there; null for nothing.</param>
public sealed class PreconditionFailedException(string? revision) : Exception("What is there is not what the request demands.")
{
    public string? Revision => revision;
}
