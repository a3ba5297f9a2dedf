namespace Serverless.Core.UrlShortening.Idempotency;

/// <summary>A request to make links under an idempotency key: what it asked for, and which link was chosen for each, before any of them was made.</summary>
/// <param name="Id">A hash of the owner and the idempotency key.</param>
/// <param name="Body">A hash of the body.</param>
/// <param name="At">When it came first; its links are made as of then.</param>
/// <param name="LeasedUntil">So long somebody works at it, unless all is settled.</param>
/// <param name="ETag">Opaque version of the row as read; empty for one that has not been stored.</param>
public sealed record LinkRequest(string Id, string Body, DateTimeOffset At, DateTimeOffset LeasedUntil, IReadOnlyList<RequestedLink> Links, string ETag = "")
{
    /// <summary>So long a repetition is answered as the first was.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(1);

    public bool IsSettled => Links.All(link => link.State != RequestedLinkState.Chosen);
}

/// <summary>One link of a request.</summary>
/// <param name="Key">The key that was chosen; empty where the link was refused.</param>
/// <param name="Nonce">By which the link is recognised, whoever made it; empty where it was refused.</param>
public sealed record RequestedLink(string Key, string Nonce, RequestedLinkState State)
{
    private const char Separator = ' ';
    private const char Line = '\n';

    public static RequestedLink Refused { get; } = new("", "", RequestedLinkState.Refused);

    /// <summary>A list as one text, in about 30 characters a link.</summary>
    public static string Write(IEnumerable<RequestedLink> links) => string.Join(Line, links.Select(link => $"{link.Key}{Separator}{link.Nonce}{Separator}{(char)link.State}"));

    /// <summary>What <see cref="Write"/> wrote.</summary>
    public static IReadOnlyList<RequestedLink> Read(string text) =>
        [.. text.Split(Line).Select(line => line.Split(Separator)).Select(parts => new RequestedLink(parts[0], parts[1], (RequestedLinkState)parts[2][0]))];
}

/// <summary>How far one link of a request has come; the values are what is stored.</summary>
public enum RequestedLinkState
{
    /// <summary>Its key is chosen; whether the link is there, its row says.</summary>
    Chosen = 'c',
    Made = 'm',
    AliasTaken = 't',

    /// <summary>What was asked for can't be made.</summary>
    Refused = 'r',
}
