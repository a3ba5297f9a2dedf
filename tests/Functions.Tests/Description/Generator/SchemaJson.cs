using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Serverless.Core.Messaging.Cursors;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Tests.Description.Generator;

/// <summary>How schemas are made: by the rules that JSON is read and written with.</summary>
internal static class SchemaJson
{
    private const string Shape = "Shape";

    public static void Configure(JsonSerializerOptions options)
    {
        var rules = JsonRules.Create();
        options.PropertyNamingPolicy = rules.PropertyNamingPolicy;
        options.UnmappedMemberHandling = rules.UnmappedMemberHandling;
        options.NumberHandling = rules.NumberHandling;
        options.TypeInfoResolver = new DefaultJsonTypeInfoResolver();
        foreach (var converter in rules.Converters)
        {
            options.Converters.Add(converter);
        }

        options.Converters.Add(new JsonStringEnumConverter<SettleStatus>(JsonNamingPolicy.CamelCase));
    }

    public static JsonTypeInfo InfoOf(Type type)
    {
        var options = new JsonSerializerOptions();
        Configure(options);
        return options.GetTypeInfo(type);
    }

    /// <summary>The name of a type's schema; null for one that is written where it is used.</summary>
    public static string? NameOf(JsonTypeInfo type) => type.Type == typeof(ProblemDetails)
        ? ProblemDescriptions.Base
        : OpenApiOptions.CreateDefaultSchemaReferenceId(type)?.Replace(Shape, "", StringComparison.Ordinal);
}
