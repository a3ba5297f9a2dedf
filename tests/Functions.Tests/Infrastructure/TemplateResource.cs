using System.Text.Json;
using System.Text.RegularExpressions;

namespace Serverless.Functions.Tests.Infrastructure;

/// <summary>A resource of a compiled template, or of a module in it, before anything is known of its values.</summary>
/// <param name="Module">The module that makes it; empty for the main template.</param>
/// <param name="Name">Its symbolic name; its place where the compiler gave it none.</param>
/// <param name="Copies">Null for one resource; <c>serial</c> for one after the other, anything else for several at once.</param>
/// <param name="DependsOn">Names in the same template that exist before it.</param>
internal sealed partial record TemplateResource(string Module, string Name, string Type, string? Copies, IReadOnlyList<string> DependsOn)
{
    public const string OneByOne = "serial";

    private const string Nested = "Microsoft.Resources/deployments";

    public bool IsModule => Type == Nested;

    public static IReadOnlyList<TemplateResource> Read(string template)
    {
        using var document = JsonDocument.Parse(template);
        return [.. Of("", document.RootElement)];
    }

    private static IEnumerable<TemplateResource> Of(string module, JsonElement template)
    {
        var resources = template.GetProperty("resources");
        var named = resources.ValueKind == JsonValueKind.Object
            ? resources.EnumerateObject().Select(resource => (resource.Name, resource.Value))
            : resources.EnumerateArray().Select((resource, i) => ($"{i}", resource));
        foreach (var (name, resource) in named)
        {
            if (!(resource.TryGetProperty("existing", out var existing) && existing.GetBoolean()))
            {
                yield return new TemplateResource(module, name, resource.GetProperty("type").GetString()!, CopiesOf(resource), Before(resource));
            }

            // The properties of some are one expression.
            if (resource.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object && properties.TryGetProperty("template", out var inner))
            {
                foreach (var nested in Of(name, inner))
                {
                    yield return nested;
                }
            }
        }
    }

    private static string? CopiesOf(JsonElement resource) => resource.TryGetProperty("copy", out var copy)
        ? copy.TryGetProperty("mode", out var mode) && copy.GetProperty("batchSize").GetInt32() == 1 ? mode.GetString() : "several at once"
        : null;

    private static string[] Before(JsonElement resource) => resource.TryGetProperty("dependsOn", out var all)
        ? [.. all.EnumerateArray().Select(one => OneOfMany().Match(one.GetString()!) is { Success: true } match ? match.Groups[1].Value : one.GetString()!)]
        : [];

    [GeneratedRegex(@"^\[format\('(\w+)\[")]
    private static partial Regex OneOfMany();
}
