namespace Serverless.Functions.Description;

/// <summary>A parameter that a function reads from the query, or from a header.</summary>
/// <param name="example">A value that works.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class ParameterAttribute(string name, string description, string example) : Attribute
{
    public string Name => name;

    public string Description => description;

    public string Example => example;

    public bool IsHeader { get; init; }

    public bool IsRequired { get; init; }

    /// <summary>The values it may have; empty for any.</summary>
    public string[] OneOf { get; init; } = [];

    /// <summary>What every value matches; null for any.</summary>
    public string? Pattern { get; init; }
}
