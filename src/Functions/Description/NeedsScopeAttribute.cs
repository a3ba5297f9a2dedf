namespace Serverless.Functions.Description;

/// <summary>The permission that a function demands, one of <see cref="Core.Access.ScopeNames"/>; a function without this is open.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsScopeAttribute(string scope) : Attribute
{
    /// <summary>In place of a permission: whoever has a valid key may enter.</summary>
    public const string Any = "";

    public string Scope => scope;

    /// <summary>What the scope may be narrowed to, such as <c>topic</c>; null where it can't.</summary>
    public string? Per { get; init; }
}
