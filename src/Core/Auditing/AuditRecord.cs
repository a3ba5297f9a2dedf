namespace Serverless.Core.Auditing;

/// <summary>One change that somebody asked for: written before it is made, and once more when it is known how it ended.</summary>
public sealed record AuditRecord
{
    /// <summary>The most characters that are kept of a text: what is longer ends in '…'.</summary>
    public const int MaxLength = 200;

    /// <summary>Letters, digits, '-' and '_'.</summary>
    public required string Id { get; init; }

    /// <summary>When it was asked for: whole milliseconds, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The id of the API key that was used.</summary>
    public required string Actor { get; init; }

    /// <summary>Whose key it was.</summary>
    public required string Owner { get; init; }

    /// <summary>Such as <c>put</c> or <c>revoke</c>.</summary>
    public required string Action { get; init; }

    /// <summary>The kind of what is changed, such as <c>rule</c>.</summary>
    public required string Resource { get; init; }

    /// <summary>What is changed; null for something that gets its name when it is made, until it is.</summary>
    public string? Name { get; init; }

    /// <summary>The request's own id; null for none.</summary>
    public string? RequestId { get; init; }

    public AuditOutcome Outcome { get; init; }

    /// <summary>The HTTP status of the answer; null while it is unconfirmed.</summary>
    public int? Status { get; init; }

    /// <summary>The same with texts of bounded length.</summary>
    public AuditRecord Bounded() => this with { Actor = Cut(Actor), Owner = Cut(Owner), Name = Name is null ? null : Cut(Name), RequestId = RequestId is null ? null : Cut(RequestId) };

    /// <summary>The same, ended by an answer of this status.</summary>
    public AuditRecord EndedBy(int status) => this with
    {
        Status = status,
        Outcome = status switch { < 400 => AuditOutcome.Done, < 500 and not ClientGone => AuditOutcome.Refused, _ => AuditOutcome.Failed },
    };

    // Whoever went away learnt nothing, and the change may have been made.
    private const int ClientGone = 499;

    private static string Cut(string text) => text.Length <= MaxLength
        ? text
        : $"{text.AsSpan(0, char.IsHighSurrogate(text[MaxLength - 2]) ? MaxLength - 2 : MaxLength - 1)}…";
}

/// <summary>How a change ended.</summary>
public enum AuditOutcome
{
    /// <summary>It is being made, or whoever made it died before its end was recorded: it may have been made.</summary>
    Unconfirmed,

    /// <summary>It was made.</summary>
    Done,

    /// <summary>The request was wrong: nothing was changed.</summary>
    Refused,

    /// <summary>Something else went wrong: it may have been made.</summary>
    Failed,
}

/// <summary>Where a page of records ended.</summary>
public sealed record AuditPlace(DateTimeOffset At, string Id)
{
    public static AuditPlace Of(AuditRecord record) => new(record.At, record.Id);
}
