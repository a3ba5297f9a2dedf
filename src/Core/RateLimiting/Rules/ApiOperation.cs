using System.Text.Json.Serialization;

namespace Serverless.Core.RateLimiting.Rules;

/// <summary>Names the requests of one method and route of an API; several may share a name, and so its rules.</summary>
/// <param name="Op">The name that rules use; a name, see <see cref="ResourceName"/>.</param>
/// <param name="Method">An HTTP method, or <c>*</c> for any.</param>
/// <param name="Route">A route pattern such as <c>orders/{id}</c> or <c>files/{**path}</c>.</param>
/// <param name="CountWhen">Which answers of the upstream count; null for all. What a request took whose answer does not is given back.</param>
public sealed record ApiOperation(string Op, string Method, string Route, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] CountCondition? CountWhen = null)
{
    public const string AnyMethod = "*";
}
