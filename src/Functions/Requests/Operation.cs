namespace Serverless.Functions.Requests;

/// <summary>What a request wants to do: the name it has in metrics, and the permission it takes.</summary>
/// <param name="Name">Dotted, such as <c>links.create</c>.</param>
/// <param name="Permission">One of <see cref="Core.Access.ScopeNames"/>; null for an open operation, which reads no API key.</param>
public sealed record Operation(string Name, string? Permission)
{
    /// <summary>What the permission is needed for, where the route names it: see <see cref="On"/>. Null for no resource in particular.</summary>
    public string? Resource { get; private init; }

    /// <summary>
    /// The body names what the permission is needed for: a caller enters who has it for anything, and the function asks by
    /// <see cref="RequestContext.Require"/> before it does anything.
    /// </summary>
    public bool IsOnResourcesInBody { get; init; }

    /// <summary>Whether the request's headers are somebody else's, and stay as they came, whatever their bytes are.</summary>
    public bool PassesHeadersOn { get; init; }

    /// <summary>Whether no limit holds up who has the scope <c>admin</c>: it is by this operation that limits are mended.</summary>
    public bool IsUnlimitedForAdmins { get; init; }

    /// <summary>The query parameters that it knows, any other is refused; null where they are not ours to know.</summary>
    public IReadOnlyCollection<string>? Parameters { get; init; } = [];

    /// <summary>Whether any valid key will do where no permission is named.</summary>
    public bool IsForAnyKey { get; init; }

    /// <summary>What it changes, to be recorded with who did; null for an operation that changes nothing, or only what is the caller's own.</summary>
    public AuditedChange? Audited { get; init; }

    /// <summary>
    /// Whether only what goes wrong is logged with the request's id: a scope for all that is logged would make each wait of a
    /// check or a redirect dearer, and these log nothing but faults.
    /// </summary>
    public bool LogsOnlyFaults { get; init; }

    /// <summary>Whether it takes a key to enter.</summary>
    public bool NeedsKey => Permission is not null || IsForAnyKey;

    /// <summary>The same operation on one resource, which scopes such as <c>publish:orders-*</c> may cover.</summary>
    public Operation On(string resource) => this with { Resource = resource };
}
