namespace Serverless.Functions.Description;

/// <summary>An answer of a function that did what it was asked to.</summary>
/// <param name="status">An HTTP status.</param>
/// <param name="description">When it is given, and what it holds.</param>
/// <param name="type">What its JSON says; null for none.</param>
/// <param name="example">JSON such as a real answer holds; null where <paramref name="type"/> is.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class RespondsAttribute(int status, string description, Type? type = null, string? example = null) : Attribute
{
    public int Status => status;

    public string Description => description;

    public Type? Type => type;

    public string? Example => example;

    public string MediaType { get; init; } = "application/json";

    /// <summary>Whether a list of them answers a list.</summary>
    public bool OrList { get; init; }

    /// <summary>Names of <see cref="ResponseHeaders"/> that it carries.</summary>
    public string[] Headers { get; init; } = [];
}
