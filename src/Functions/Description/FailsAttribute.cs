namespace Serverless.Functions.Description;

/// <summary>The problems of a function beside those that every one may have.</summary>
/// <param name="types">Some of <see cref="Requests.ProblemTypes"/>.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FailsAttribute(params string[] types) : Attribute
{
    public IReadOnlyList<string> Types => types;

    /// <summary>Types that may come with 403 instead of their own status.</summary>
    public string[] AsForbidden { get; init; } = [];
}
