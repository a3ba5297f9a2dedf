namespace Serverless.Functions.Description;

/// <summary>A function whose answers carry an entity tag, and which heeds the conditions of the request, see <see cref="Requests.EntityTags"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TaggedAttribute : Attribute;
