using Serverless.Core.Access;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Access;

/// <summary>The operations on API keys: the operator's alone.</summary>
public static class KeyOperations
{
    public static readonly Operation Create = new("keys.create", ScopeNames.Admin);
    public static readonly Operation List = new("keys.list", ScopeNames.Admin) { Parameters = PageQuery.Parameters };
    public static readonly Operation Revoke = new("keys.revoke", ScopeNames.Admin);
}
