using Microsoft.Extensions.Options;

namespace Serverless.Core.Access;

/// <summary>The key from configuration, with which an operator creates all others.</summary>
public sealed class AdminKey(IOptions<AccessOptions> options)
{
    /// <summary>Key id and owner of what is done with this key.</summary>
    public const string Name = "admin";

    private static readonly Caller Admin = new(Name, Name, [Scope.Parse(ScopeNames.Admin)]);

    private readonly string? hash =
        string.IsNullOrEmpty(options.Value.AdminKey) ? null : ApiKeySecret.Hash(options.Value.AdminKey);

    /// <summary>The operator, if the presented secret has this hash; else null.</summary>
    public Caller? Match(string presentedHash) =>
        hash is not null && ApiKeySecret.HashEquals(hash, presentedHash) ? Admin : null;
}
