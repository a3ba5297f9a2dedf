namespace Serverless.Functions.Description;

/// <summary>A function that answers page by page, see <see cref="Requests.PageQuery"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PagedAttribute : Attribute;
