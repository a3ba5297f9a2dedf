namespace Serverless.Functions.Description;

/// <summary>A body that a function reads.</summary>
/// <param name="type">What its JSON says.</param>
/// <param name="example">JSON that works.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class TakesAttribute(Type type, string example) : Attribute
{
    public Type Type => type;

    public string Example => example;

    public string MediaType { get; init; } = "application/json";

    /// <summary>So many of them may come in a list; 0 where none may.</summary>
    public int OrListOf { get; init; }

    /// <summary>Whether it is always a list.</summary>
    public bool IsList { get; init; }

    /// <summary>Whether it may be left out.</summary>
    public bool IsOptional { get; init; }
}
