namespace Serverless.Core.Access;

/// <summary>Who makes a request, as its API key says.</summary>
/// <param name="KeyId">Id of the API key.</param>
/// <param name="Owner">In whose name things are created.</param>
public sealed record Caller(string KeyId, string Owner, IReadOnlyList<Scope> Scopes)
{
    /// <summary>May see and change what belongs to others.</summary>
    public bool IsAdmin => May(ScopeNames.Admin);

    /// <summary>Whether one of the scopes covers the permission, for the resource if one is named.</summary>
    public bool May(string permission, string? resource = null)
    {
        foreach (var scope in Scopes)
        {
            if (scope.Covers(permission, resource))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether one of the scopes gives the permission for at least one resource.</summary>
    public bool MayForSome(string permission) => Scopes.Any(scope => scope.Name == permission || scope.Name == ScopeNames.Admin);

    /// <summary>Whether something that belongs to <paramref name="owner"/> is the caller's to change.</summary>
    public bool Owns(string owner) => owner == Owner || IsAdmin;
}
